using Portal.Core.Html;
using Portal.Core.Messages;
using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>One piece of a mail's body: HTML in a frame of its own, or text that stands in the page.</summary>
/// <param name="Part">The part's number.</param>
/// <param name="Text">The text, or null for HTML.</param>
/// <param name="FrameSize">How tall the frame begins; a class name's ending.</param>
/// <param name="Cut">Whether the text is longer than what is shown.</param>
internal sealed record BodySection(int Part, IReadOnlyList<TextRun>? Text, string FrameSize, bool Cut)
{
    private const int MaxChars = 500_000;
    private const int MaxSections = 20;

    /// <summary>Reads the texts, up to a length in all. A mail of HTML alone costs no read at all here.</summary>
    public static async Task<IReadOnlyList<BodySection>> ReadAsync(
        OpenedMessage message, BodySelection selection, bool asText, CancellationToken cancellationToken)
    {
        var parts = asText ? selection.TextView : selection.HtmlView;
        var sections = new List<BodySection>(parts.Count);
        var room = MaxChars;
        Stream? stored = null;
        try
        {
            foreach (var part in parts.Take(MaxSections))
            {
                if (part.Is("text/html") && !asText)
                {
                    sections.Add(new BodySection(part.Number, null, SizeOf(part.DecodedLength, selection.InlineById.Count > 0), Cut: part.DecodedLength > MailBody.MaxChars));
                    continue;
                }

                stored ??= message.OpenStored();
                var text = await PartContent.ReadTextAsync(stored, part, room, cancellationToken);
                sections.Add(new BodySection(part.Number, TextRun.Split(Shown(part, text)), "", Cut: text.Length >= room));
                room -= text.Length;
            }
        }
        finally
        {
            if (stored is not null)
            {
                await stored.DisposeAsync();
            }
        }

        return sections;
    }

    private static string Shown(OutlinePart part, string text) =>
        (part.Is("text/html") ? PlainText.FromHtml(text) : part.Flowed ? FlowedText.Join(text, part.DelSp) : text).Trim('\r', '\n');

    // Without script nobody tells how tall a mail is; its length is the best guess, and the reader can pull the frame.
    private static string SizeOf(long bytes, bool pictures) => bytes switch
    {
        < 300 when !pictures => "tiny",
        < 1_500 when !pictures => "short",
        < 6_000 => "medium",
        _ => "full",
    };
}
