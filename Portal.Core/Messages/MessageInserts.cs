using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Evidence;
using Portal.Core.Messages.Certificates;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Writes batches of prepared messages over one connection that stays open, leaving out what is there already.</summary>
internal sealed class MessageInserts : IAsyncDisposable
{
    // The mailbox's key when the transaction has begun: it changes when a mailbox is registered or replaced, in whatever process.
    private static readonly Func<PortalContext, Guid, byte[], Task<bool>> IsPresentKey = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, byte[] key) => context.Mailboxes.Any(m => m.Id == mailbox && m.PublicKey == key && m.ReplacedAt == null));

    private static readonly Func<PortalContext, Guid, byte[], Task<bool>> WasDeleted = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, byte[] digest) => context.DeletedDeliveries.Any(d => d.MailboxId == mailbox && d.ContentDigest == digest));

    private readonly PortalContext _context;
    private readonly InsertCommand<Message> _messages;
    private readonly InsertCommand<Delivery> _deliveries;
    private readonly InsertCommand<Notice> _notices;
    private readonly InsertCommand<OutboxEntry> _outbox;
    private readonly InsertCommand<MessageEvent> _events;
    private readonly InsertCommand<SenderLink> _links;
    private readonly InsertCommand<DeletedDelivery> _recognised;

    private readonly QueueSms _sms;
    private readonly AppendEvidence _evidence;

    private MessageInserts(PortalContext context, QueueSms sms, AppendEvidence evidence)
    {
        _context = context;
        _sms = sms;
        _evidence = evidence;
        _messages = new(context);

        // The unique key that absorbs a mail that is sent again.
        _deliveries = new(context, nameof(Delivery.MailboxId), nameof(Delivery.ContentDigest));
        _notices = new(context);
        _outbox = new(context);
        _events = new(context);
        _links = new(context);
        _recognised = new(context, nameof(DeletedDelivery.AddressHash), nameof(DeletedDelivery.MailboxId), nameof(DeletedDelivery.ContentDigest));
    }

    /// <summary>Opens the connection.</summary>
    /// <exception cref="DbException">The database is away.</exception>
    public static async Task<MessageInserts> OpenAsync(IDbContextFactory<PortalContext> contexts, QueueSms sms, AppendEvidence evidence)
    {
        var context = await contexts.CreateDbContextAsync();
        try
        {
            await context.Database.OpenConnectionAsync();
            return new MessageInserts(context, sms, evidence);
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes all of them in one transaction.</summary>
    /// <returns>The messages of which anything was new.</returns>
    /// <exception cref="DbUpdateException">The database refuses one of them.</exception>
    /// <exception cref="DbException">The database is away or locked.</exception>
    /// <exception cref="MessageWriter.InDoubtException">The commit failed.</exception>
    public async Task<IReadOnlySet<PreparedMessage>> WriteAsync(IReadOnlyList<PreparedMessage> messages, DateTimeOffset now)
    {
        await using var transaction = await _context.Database.BeginTransactionAsync();
        var written = new HashSet<PreparedMessage>(ReferenceEqualityComparer.Instance);
        var invitations = new List<PreparedInvitation>();
        foreach (var message in messages)
        {
            var (fresh, left) = await AddAsync(message, transaction.GetDbTransaction());
            if (fresh.Count > 0 || left)
            {
                written.Add(message);
                invitations.AddRange(fresh.Select(d => d.Invitation).OfType<PreparedInvitation>());
            }
        }

        var sent = await WriteInvitations.AddAsync(_context, invitations, _sms, now);
        try
        {
            await transaction.CommitAsync();
        }
        catch (Exception error)
        {
            throw new MessageWriter.InDoubtException(error);
        }

        if (sent)
        {
            _sms.Wake();
        }

        return written;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _messages.DisposeAsync();
        await _deliveries.DisposeAsync();
        await _notices.DisposeAsync();
        await _outbox.DisposeAsync();
        await _events.DisposeAsync();
        await _links.DisposeAsync();
        await _recognised.DisposeAsync();
        await _context.DisposeAsync();
    }

    // Those of its deliveries that were new, and whether anything of it leaves.
    private async Task<(IReadOnlyList<PreparedDelivery> Fresh, bool Left)> AddAsync(PreparedMessage message, DbTransaction transaction)
    {
        // The deliveries refer to it: it goes in first, and out again when none of them was new.
        await _messages.ExecuteAsync(message.Message, transaction);
        var fresh = new List<PreparedDelivery>(message.Deliveries.Count);
        foreach (var prepared in message.Deliveries)
        {
            if (await AddAsync(prepared, transaction))
            {
                fresh.Add(prepared);
            }
        }

        if (fresh.Count == 0)
        {
            await _context.Messages.Where(m => m.Id == message.Message.Id).ExecuteDeleteAsync();
        }

        var events = fresh.Select(d => d.Received).ToList();
        foreach (var leaving in message.Leaving)
        {
            events.AddRange(await AddAsync(leaving, transaction) ? leaving.Events : []);
        }

        await BeginChainAsync(message.Message, events, transaction);
        if (events.Count > 0 && message.Confirmation is var (mail, link))
        {
            await _outbox.ExecuteAsync(mail, transaction);
            await _links.ExecuteAsync(link, transaction);
        }

        return (fresh, events.Count > fresh.Count);
    }

    // What lies in the mailbox already, or has left before, does not leave again.
    private async Task<bool> AddAsync(PreparedLeaving leaving, DbTransaction transaction)
    {
        var (mailbox, digest) = (leaving.Recognised.MailboxId, leaving.Recognised.ContentDigest);
        if (await _context.Deliveries.AnyAsync(d => d.MailboxId == mailbox && d.ContentDigest == digest)
            || !await _recognised.ExecuteAsync(leaving.Recognised, transaction))
        {
            return false;
        }

        if (!await _context.MailboxCertificates.AnyAsync(c => c.Id == leaving.CertificateId && c.MailboxId == mailbox && c.ProvedAt != null && c.InUse))
        {
            throw new MessageWriter.KeyChangedException();
        }

        await _outbox.ExecuteAsync(leaving.Mail, transaction);
        return true;
    }

    private async Task BeginChainAsync(Message message, List<EvidenceEvent> events, DbTransaction transaction)
    {
        byte[] hash = [];
        for (var i = 0; i < events.Count; i++)
        {
            var link = _evidence.Link(message.Id, i + 1, hash, events[i]);
            link.SenderHash = i == 0 ? message.SenderHash : null;
            await _events.ExecuteAsync(link, transaction);
            hash = link.Hash;
        }
    }

    private async Task<bool> AddAsync(PreparedDelivery prepared, DbTransaction transaction)
    {
        if (!await _deliveries.ExecuteAsync(prepared.Delivery, transaction))
        {
            return false;
        }

        // Asked after the row is in: the one that was deleted may have been in its place until then.
        if (await WasDeleted(_context, prepared.Delivery.MailboxId, prepared.Delivery.ContentDigest))
        {
            await _context.Deliveries.Where(d => d.Id == prepared.Delivery.Id).ExecuteDeleteAsync();
            return false;
        }

        if (!await IsPresentKey(_context, prepared.Delivery.MailboxId, prepared.PublicKey))
        {
            throw new MessageWriter.KeyChangedException();
        }

        await _notices.ExecuteAsync(prepared.Notice, transaction);
        if (prepared.NoticeMail is { } mail)
        {
            await _outbox.ExecuteAsync(mail, transaction);
        }

        return true;
    }
}
