using System.Globalization;
using Microsoft.Net.Http.Headers;
using Portal.Core.Messages;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>The whole mail as it was sent, for a mail program or for keeping.</summary>
internal static class MailOriginal
{
    public static async Task<IResult> AnswerAsync(
        Guid id, HttpContext context, OpenMessage open, CurrentReader reader, CancellationToken cancellationToken)
    {
        if (await open.OpenAsync(reader.Mailboxes, id, cancellationToken) is not { } message)
        {
            return Results.NotFound();
        }

        context.Response.RegisterForDispose(message);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{id:N}\"");
        return Results.Stream(
            message.OpenOriginal(),
            "message/rfc822",
            FileNames.Of(message.Outline) + ".eml",
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: true);
    }
}
