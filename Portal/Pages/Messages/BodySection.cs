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

    /// <summary>Reads the texts. A mail of HTML alone costs no read at all here.</summary>
    public static async Task<IReadOnlyList<BodySection>> ReadAsync(
        OpenedMessage message, IReadOnlyList<OutlinePart> parts, bool asText, CancellationToken cancellationToken)
    {
        var sections = new List<BodySection>(parts.Count);
        Stream? stored = null;
        try
        {
            foreach (var part in parts)
            {
                if (part.Is("text/html") && !asText)
                {
                    sections.Add(new BodySection(part.Number, null, SizeOf(part.DecodedLength), Cut: false));
                    continue;
                }

                stored ??= message.OpenStored();
                sections.Add(await ReadAsync(stored, part, cancellationToken));
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

    private static async Task<BodySection> ReadAsync(Stream stored, OutlinePart part, CancellationToken cancellationToken)
    {
        var text = await PartContent.ReadTextAsync(stored, part, MaxChars, cancellationToken);
        var shown = part.Is("text/html") ? PlainText.FromHtml(text) : part.Flowed ? FlowedText.Join(text, part.DelSp) : text;
        return new BodySection(part.Number, TextRun.Split(shown.Trim('\r', '\n')), "", text.Length >= MaxChars);
    }

    // Without script nobody tells how tall a mail is; its length is the best guess, and the reader can pull the frame.
    private static string SizeOf(long bytes) => bytes switch
    {
        < 500 => "tiny",
        < 1_500 => "short",
        < 6_000 => "medium",
        _ => "full",
    };
}
