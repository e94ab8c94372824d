using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Drafts;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Compose;

/// <summary>Takes the files of a form, one after the other, while they come; one that is too much costs neither the others nor what was typed.</summary>
internal sealed class ComposeFiles(AttachFile attach, CurrentReader reader, Site site, IStringLocalizer<Texts> texts)
{
    /// <returns>False where the form turned out to be broken.</returns>
    public async Task<bool> TakeAsync(StreamedForm form, UnlockedMailbox mailbox, Guid draftId, FormErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            while (await form.NextFileAsync(cancellationToken) is { } file)
            {
                var outcome = await attach.AttachAsync(
                    reader.Session!.Tenant, mailbox, draftId, file.FileName, MediaType(file), file.FileStream!, cancellationToken);
                if (Text(outcome, file.FileName) is { } text)
                {
                    errors.Add("files", text);
                }
            }

            return true;
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return false;
        }
    }

    private string? Text(AttachOutcome outcome, string name) => outcome switch
    {
        AttachOutcome.TooLarge => texts["Compose.TooLarge", name, Bytes.Text(site.Tenant.MaxReplyBytes)].Value,
        AttachOutcome.TooMany => texts["Compose.TooManyFiles", site.Tenant.MaxReplyFiles].Value,
        AttachOutcome.DraftsTooLarge => texts["Compose.DraftsTooLarge", name, Bytes.Text(AttachFile.DraftsAtOnce * site.Tenant.MaxReplyBytes)].Value,
        AttachOutcome.Gone => texts["Compose.Changed"].Value,
        _ => null,
    };

    private static string? MediaType(FileMultipartSection file) => file.Section.ContentType?.Split(';')[0].Trim();
}
