using System.Globalization;
using Microsoft.Net.Http.Headers;
using Portal.Core.Messages;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>The whole mail as it was sent, for a mail program or for keeping.</summary>
internal static class MailOriginal
{
    public static async Task<IResult> AnswerAsync(
        Guid id, HttpContext context, OpenMessage open, RecordDownload record, CurrentReader reader,
        CancellationToken cancellationToken)
    {
        if (await open.OpenAsync(reader.Mailboxes, id, cancellationToken) is not { } message)
        {
            return Results.NotFound();
        }

        context.Response.RegisterForDispose(message);
        if (!await DownloadsAsync(record, reader, context, message, "original", cancellationToken))
        {
            return Results.NotFound();
        }

        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{id:N}\"");
        return Results.Stream(
            message.OpenOriginal(),
            "message/rfc822",
            FileNames.Of(message.Outline) + ".eml",
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: true);
    }

    /// <summary>Takes the download down, unless only its head is asked for. False where the message was taken away meanwhile.</summary>
    public static async Task<bool> DownloadsAsync(
        RecordDownload record, CurrentReader reader, HttpContext context, OpenedMessage message, string what, CancellationToken cancellationToken) =>
        !HttpMethods.IsGet(context.Request.Method)
        || await record.RunAsync(reader.Mailboxes, message, what, reader.Session!.Methods, cancellationToken);
}
