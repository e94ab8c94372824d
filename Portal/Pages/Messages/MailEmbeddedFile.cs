using System.Globalization;
using Microsoft.Net.Http.Headers;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>A file that lies inside a part, decoded while it goes out.</summary>
internal static class MailEmbeddedFile
{
    public static async Task<IResult> AnswerAsync(
        Guid id, int number, int file, HttpContext context, OpenMessage open, RecordDownload record, CurrentReader reader,
        CancellationToken cancellationToken)
    {
        if (await open.OpenAsync(reader.Mailboxes, id, cancellationToken) is not { } message)
        {
            return Results.NotFound();
        }

        context.Response.RegisterForDispose(message);
        if (message.Outline.Part(number) is not { } part
            || (await FilesAsync(message, part, cancellationToken)).FirstOrDefault(found => found.Number == file) is not { } embedded
            || !await MailOriginal.DownloadsAsync(record, reader, context, message, "attachment", cancellationToken))
        {
            return Results.NotFound();
        }

        var content = await RangeableContent.OfAsync(await embedded.OpenAsync(message.OpenStored(), part, cancellationToken), cancellationToken);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{id:N}-{number}-{file}\"");
        return Results.Stream(
            content,
            "application/octet-stream", // whatever it says of itself
            embedded.FileName,
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: content.CanSeek);
    }

    // The same parts that the page looks into.
    private static async Task<IReadOnlyList<EmbeddedFile>> FilesAsync(OpenedMessage message, OutlinePart part, CancellationToken cancellationToken)
    {
        var selection = BodySelection.Of(message.Outline);
        await using var stored = message.OpenStored();
        if (part.Is("text/plain") && selection.TextView.Concat(selection.HtmlView).Contains(part))
        {
            return (await TextWithFiles.ReadAsync(stored, part, maxChars: 0, cancellationToken)).Files;
        }

        return TnefContent.Is(part) && selection.Attachments.Any(attachment => attachment.Part == part)
            ? (await TnefContent.ReadAsync(stored, part, cancellationToken))?.Files ?? []
            : [];
    }
}
