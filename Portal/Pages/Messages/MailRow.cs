using Microsoft.Extensions.Localization;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Resources;

namespace Portal.Pages.Messages;

/// <summary>A line of a listing as a page shows it.</summary>
/// <param name="Row">The message.</param>
/// <param name="Selectable">Whether it has a box to tick.</param>
/// <param name="NamesFolder">Whether it says in which folder it lies, since the list has several.</param>
internal sealed record MailRow(MessageRow Row, bool Selectable = false, bool NamesFolder = false)
{
    /// <summary>Who wrote it, or to whom the reader wrote it.</summary>
    public string Person(IStringLocalizer<Texts> texts)
    {
        if (Row.Summary is not { } mail)
        {
            return Row.Locked ? texts["Inbox.LockedMark"] : "";
        }

        if (Row.Folder == DeliveryFolder.Sent)
        {
            return mail.Recipients.Length > 0 ? texts["Folders.To", mail.Recipients] : texts["Folders.NoRecipient"];
        }

        // A name that is itself an address may be another's: then the true one is shown.
        return mail.FromName.Length > 0 && !mail.FromName.Contains('@') ? mail.FromName
            : mail.FromAddress.Length > 0 ? mail.FromAddress : texts["Mail.NoSender"];
    }

    /// <summary>What it is about, or that it is damaged or locked.</summary>
    public string Subject(IStringLocalizer<Texts> texts) =>
        Row.Summary is not { } mail ? texts[Row.Locked ? "Inbox.Locked" : "Inbox.Damaged"] : mail.Subject.Length > 0 ? mail.Subject : texts["Mail.NoSubject"];
}
