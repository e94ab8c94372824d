using System.Globalization;
using Microsoft.Net.Http.Headers;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>The whole mail as it was sent, for a mail program or for keeping.</summary>
internal static class MailOriginal
{
    private const int LongestName = 80;

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
            NameOf(message.Outline) + ".eml",
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: true);
    }

    // The subject, as far as every file system takes it.
    private static string NameOf(Outline outline)
    {
        var subject = HeaderText.Decode(outline.Header("Subject") ?? "");
        var name = string.Concat(subject.Take(LongestName).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : ' '));
        name = string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name.Length > 0 ? name : "message";
    }
}
