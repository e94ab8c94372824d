using Portal.Core.Html;
using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>Reads the texts of one view of a mail, up to a length in all, and finds the files that stand in them.</summary>
internal sealed class BodySections(BodySelection selection, bool asText, Func<Stream> stored, MessageRemarks remarks)
{
    private const int MaxChars = 500_000;
    private const int MaxSections = 20;

    private readonly List<EmbeddedFile> _files = [];
    private int _room = MaxChars;

    /// <summary>The files that stand in the texts, which are without them.</summary>
    public IReadOnlyList<EmbeddedFile> Files => _files;

    public async Task<IReadOnlyList<BodySection>> ReadAsync(CancellationToken cancellationToken)
    {
        var parts = asText ? selection.TextView : selection.HtmlView;
        var sections = new List<BodySection>(parts.Count);
        remarks.AddIf(parts.Count > MaxSections, MessageRemark.TooManyTexts);
        foreach (var part in parts.Take(MaxSections))
        {
            if (part.Is("text/html") && !asText)
            {
                sections.Add(BodySection.OfFrame(part, selection.InlineById.Count > 0));
            }
            else if (await TextAsync(part, cancellationToken) is { } section)
            {
                sections.Add(section);
            }
        }

        return sections;
    }

    // Null where the whole text is files.
    private async Task<BodySection?> TextAsync(OutlinePart part, CancellationToken cancellationToken)
    {
        var (text, files) = (default(string), 0);
        if (part.Is("text/plain"))
        {
            var found = await TextWithFiles.ReadAsync(stored(), part, _room, cancellationToken);
            _files.AddRange(found.Files);
            remarks.AddIf(found.TooMany, MessageRemark.TooManyFiles);
            remarks.AddIf(found.Files.Any(file => file.Incomplete), MessageRemark.FileIncomplete);
            (text, files) = (found.Text, found.Files.Count);
        }

        text ??= await PartContent.ReadTextAsync(stored(), part, _room, cancellationToken);
        var cut = text.Length >= _room;
        _room -= text.Length;
        return files > 0 && string.IsNullOrWhiteSpace(text) ? null : new BodySection(part.Number, TextRun.Split(Shown(part, text)), "", cut);
    }

    private static string Shown(OutlinePart part, string text) =>
        (part.Is("text/html") ? PlainText.FromHtml(text) : part.Flowed ? FlowedText.Join(text, part.DelSp) : text).Trim('\r', '\n');
}
