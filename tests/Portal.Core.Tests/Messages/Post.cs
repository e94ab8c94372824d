using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;

namespace Portal.Core.Tests.Messages;

/// <summary>Delivers mails as ingest does, and opens mailboxes as the web side does.</summary>
internal sealed class Post(Installation installation)
{
    public const string Anna = "anna@recipient.example";
    public const string Bert = "bert@recipient.example";

    /// <summary>A short mail.</summary>
    public static string Mail(string subject, string body = "Good day.") =>
        $"From: Sam Sender <sam@sender.example>\r\nTo: <{Anna}>\r\nSubject: {subject}\r\n"
        + $"Date: Fri, 20 Nov 2026 14:05:00 +0000\r\n\r\n{body}\r\n";

    public Task<MailboxAddress> MailboxAsync(string address) =>
        installation.Get<EnsureMailbox>().EnsureAsync("default", address, CancellationToken.None);

    /// <summary>Seals a mail with its blob on the disk.</summary>
    public async Task<SealedMessage> SealAsync(string mail, params HeaderField[] outer)
    {
        await using var sealer = installation.Get<SealMessage>().Begin();
        await sealer.Destination.WriteAsync(Encoding.UTF8.GetBytes(mail));
        return await sealer.FinishAsync(outer, CancellationToken.None);
    }

    /// <summary>Seals a mail without a blob: where only the listing matters.</summary>
    public static async Task<SealedMessage> WithoutBlobAsync(string mail)
    {
        var bytes = Encoding.UTF8.GetBytes(mail);
        var outline = await OutlineReader.ReadAsync(new MemoryStream(bytes), new OutlineOptions(), CancellationToken.None);
        return new SealedMessage(Guid.NewGuid(), MessageKey.Create(), outline, bytes.Length);
    }

    public async Task<IncomingDelivery> IncomingAsync(SealedMessage message, params string[] addresses)
    {
        var recipients = new List<MailboxAddress>();
        foreach (var address in addresses)
        {
            recipients.Add(await MailboxAsync(address));
        }

        return Incoming(message, recipients);
    }

    public static IncomingDelivery Incoming(SealedMessage message, IReadOnlyList<MailboxAddress> recipients) => new()
    {
        Tenant = "default",
        Gateway = "gateway",
        Message = message,
        ContentDigest = SHA256.HashData(message.Id.ToByteArray()),
        SenderName = "Sam Sender",
        SenderAddress = "sam@sender.example",
        Recipients = recipients,
    };

    /// <summary>Delivers a mail and moves the clock by a second.</summary>
    /// <returns>The message's id.</returns>
    public async Task<Guid> DeliverAsync(string mail, params string[] addresses)
    {
        using var message = await SealAsync(mail);
        return await SaveAsync(message, addresses);
    }

    /// <summary>Stores a message and moves the clock by a second, so that the order of arrival is certain.</summary>
    public async Task<Guid> SaveAsync(SealedMessage message, params string[] addresses)
    {
        await installation.Get<SaveMessage>().SaveAsync(await IncomingAsync(message, addresses), CancellationToken.None);
        installation.Clock.Move(TimeSpan.FromSeconds(1));
        return message.Id;
    }

    /// <summary>The id under which the address's owner knows a message.</summary>
    public Task<Guid> DeliveryAsync(Guid messageId, string address = Anna) => installation.QueryAsync(db => db.Deliveries
        .Where(d => d.MessageId == messageId && db.Mailboxes.Any(m => m.Id == d.MailboxId && m.Address == address))
        .Select(d => d.Id).SingleAsync());

    /// <summary>The mailbox's key out of its vault slot, whoever owns it.</summary>
    public async Task<UnlockedMailbox> UnlockAsync(string address)
    {
        var slot = await installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == address)
            .Join(db.KeySlots, m => m.Id, s => s.MailboxId, (_, s) => s).SingleAsync(s => s.Kind == KeySlotKind.Vault));
        return new UnlockedMailbox(slot.MailboxId, address, VaultSlot.Open(slot.Slot, installation.Get<VaultKey>(), slot.MailboxId));
    }

    public string BlobPath(Guid messageId)
    {
        var name = messageId.ToString("N");
        return Path.Combine(installation.Folder, "blobs", name[..2], name);
    }
}
