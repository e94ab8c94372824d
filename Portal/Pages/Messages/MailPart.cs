using System.Globalization;
using Microsoft.Net.Http.Headers;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>One attachment, decrypted and decoded while it goes out.</summary>
internal static class MailPart
{
    private static readonly HashSet<string> Harmless = ["image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"];

    public static async Task<IResult> AnswerAsync(
        Guid id, int number, HttpContext context, OpenMessage open, RecordDownload record, CurrentReader reader,
        CancellationToken cancellationToken)
    {
        if (await open.OpenAsync(reader.Mailboxes, id, cancellationToken) is not { } message)
        {
            return Results.NotFound();
        }

        context.Response.RegisterForDispose(message);
        var file = BodySelection.Of(message.Outline).Attachments.FirstOrDefault(attachment => attachment.Part.Number == number);
        if (file is null || !await MailOriginal.DownloadsAsync(record, reader, context, message, "attachment", cancellationToken))
        {
            return Results.NotFound();
        }

        var content = await RangeableContent.OfAsync(PartContent.OpenDecoded(message.OpenStored(), file.Part), cancellationToken);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{id:N}-{number}\"");
        return Results.Stream(
            content,
            Harmless.Contains(file.Part.MediaType) ? file.Part.MediaType : "application/octet-stream",
            file.FileName,
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: content.CanSeek);
    }
}
