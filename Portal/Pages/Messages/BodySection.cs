using Portal.Core.Html;
using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>One piece of a mail's body: HTML in a frame of its own, or text that stands in the page.</summary>
/// <param name="Part">The part's number.</param>
/// <param name="Text">The text, or null for HTML.</param>
/// <param name="FrameSize">How tall the frame begins; a class name's ending.</param>
/// <param name="Cut">Whether the text is longer than what is shown.</param>
internal sealed record BodySection(int Part, IReadOnlyList<TextRun>? Text, string FrameSize, bool Cut)
{
    private const int LongestText = 500_000;

    /// <summary>Whether it is a text that says nothing.</summary>
    public bool IsBlank => Text is not null && Text.All(run => string.IsNullOrWhiteSpace(run.Text));

    public static BodySection OfFrame(OutlinePart part, bool pictures) => new(part.Number, null, SizeOf(part.DecodedLength, pictures), Cut: part.DecodedLength > MailBody.MaxChars);

    /// <summary>A body that is no part of its own; of HTML only the words are shown.</summary>
    public static BodySection OfText(int part, string text, bool isHtml)
    {
        var words = (isHtml ? PlainText.FromHtml(text) : text).Trim('\r', '\n');
        var cut = words.Length > LongestText;
        return new(part, TextRun.Split(cut ? words[..LongestText] : words), "", cut);
    }

    // Without script nobody tells how tall a mail is; its length is the best guess, and the reader can pull the frame.
    private static string SizeOf(long bytes, bool pictures) => bytes switch
    {
        < 300 when !pictures => "tiny",
        < 1_500 when !pictures => "short",
        < 6_000 => "medium",
        _ => "full",
    };
}
