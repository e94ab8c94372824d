using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Messages.Retention;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Replies;

/// <summary>
/// Composes what a person wrote, seals the writer's copy, and encrypts it to the gateway at once: what waits in the outbox is ciphertext that the portal itself
/// cannot open. Copy, outbox and the end of the draft are one transaction.
/// </summary>
public sealed class SendReply(
    IDbContextFactory<PortalContext> contexts, FindGatewayTarget gateways, ComposeReply compose, EncryptReply encrypt, BlobFolder blobs, OutboxSealer outbox,
    OutboxSignal signal, AppendEvidence evidence, TenantCatalog tenants, TimeProvider time) : ISendReply
{
    /// <inheritdoc />
    public async Task<bool> CanSendAsync(string tenant, string? gateway, CancellationToken cancellationToken)
    {
        using var target = await gateways.FindAsync(tenant, gateway, cancellationToken);
        return target is not null;
    }

    /// <inheritdoc />
    /// <exception cref="NoGatewayException">There is no gateway to encrypt to.</exception>
    /// <exception cref="ArgumentException">An address is none; a name, the subject or a file name holds CR, LF or NUL. Nothing was sent.</exception>
    public async Task<Guid?> SendAsync(Reply reply, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reply);
        using var target = await gateways.FindAsync(reply.Tenant, reply.Gateway, cancellationToken) ?? throw new NoGatewayException(reply.Tenant);
        using var copy = await compose.ComposeAsync(reply, cancellationToken);
        EncryptedReply? encrypted = null;
        var sent = false;
        try
        {
            encrypted = await encrypt.EncryptAsync(copy, target, cancellationToken);
            var now = time.GetUtcNow();
            var delivery = OwnRows.DeliveryOf(copy, reply.Mailbox, now, DeliveryFolder.Sent);
            sent = await WriteAsync(reply, target, copy, delivery, encrypted, cancellationToken);
            return sent ? delivery.Id : null;
        }
        finally
        {
            if (!sent)
            {
                await WithdrawAsync(copy, encrypted);
            }
        }
    }

    private async Task<bool> WriteAsync(
        Reply reply, GatewayTarget target, SealedMessage copy, Delivery delivery, EncryptedReply encrypted, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!await reply.Claim(context, cancellationToken))
        {
            return false;
        }

        if (await MarkAnsweredAsync(context, reply, delivery.ReceivedAt, cancellationToken) is not { } strict)
        {
            return false;
        }

        context.Add(OwnRows.MessageOf(copy, reply.Tenant, target.Name, strict, delivery.ReceivedAt, MessageEnd.Of(delivery.ReceivedAt, tenants[reply.Tenant])));
        context.Add(delivery);
        context.AddRange(EntriesOf(reply, delivery, encrypted));
        if (reply.CopyToMe)
        {
            TellWriter(context, reply, delivery);
        }

        await context.SaveChangesAsync(cancellationToken);

        // From here on it is sent: a person who goes away must not learn otherwise.
        await transaction.CommitAsync(CancellationToken.None);
        signal.Wake();
        return true;
    }

    // What answers a message that is read with a second factor alone may quote it. Null: it was taken away or locked while the answer was made; nothing of it leaves.
    private async Task<bool?> MarkAnsweredAsync(PortalContext context, Reply reply, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        if (reply.Answers is not { } answered)
        {
            return false;
        }

        var own = context.Deliveries.Where(d => d.Id == answered && d.MailboxId == reply.Mailbox.Id);
        if (await own.Where(d => d.LockedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.RepliedAt, d => reply.PassesOn ? d.RepliedAt : now), cancellationToken) == 0)
        {
            return null;
        }

        if (await own.Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new { m.Id, m.SecondFactor }).FirstOrDefaultAsync(cancellationToken)
            is not { } message)
        {
            return false;
        }

        if (!reply.PassesOn)
        {
            await evidence.AddAsync(
                context, message.Id, [new EvidenceEvent(MessageEventKind.Replied, answered) { Recipient = reply.Mailbox.Address }], cancellationToken);
        }

        return message.SecondFactor;
    }

    // The copy itself never leaves; the writer's mail program gets a link to it.
    private void TellWriter(PortalContext context, Reply reply, Delivery delivery)
    {
        var (token, check) = (NoticeToken.Create(), CheckCode.Create());
        context.Add(new Notice
        {
            TokenHash = token.Hash, DeliveryId = delivery.Id, MailboxId = reply.Mailbox.Id, CheckHash = check.Hash, CreatedAt = delivery.ReceivedAt,
        });
        context.Add(outbox.Seal(
            new NoticePayload
            {
                MailboxId = reply.Mailbox.Id,
                To = reply.Mailbox.Address,
                SenderName = reply.From.Name,
                SenderAddress = reply.From.Address,
                Token = token.Text,
                CheckCode = check.Text,
                Invited = false,
                Language = reply.Language ?? "",
            },
            reply.Tenant));
    }

    private IEnumerable<OutboxEntry> EntriesOf(Reply reply, Delivery delivery, EncryptedReply encrypted) =>
        reply.To.Concat(reply.Cc).Select(to => to.Address).Distinct(StringComparer.OrdinalIgnoreCase).Select(address => outbox.Seal(
            new ReplyPayload
            {
                To = address,
                Size = encrypted.Size,
                ContentType = encrypted.ContentType,
                MailboxId = reply.Mailbox.Id,
                DeliveryId = delivery.Id,
                Writer = reply.Mailbox.Address,
                Language = reply.Language ?? "",
            },
            reply.Tenant,
            encrypted.BlobId));

    // A commit may fail and yet have happened: only what the database does not know loses its bytes.
    private async Task WithdrawAsync(SealedMessage copy, EncryptedReply? encrypted)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        if (await context.Messages.AnyAsync(m => m.Id == copy.Id, CancellationToken.None))
        {
            return;
        }

        blobs.Delete(copy.Id);
        if (encrypted is not null)
        {
            blobs.Delete(encrypted.BlobId);
        }
    }
}
