using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>Finds the mailbox of an address, or makes it with its key pair and a vault slot that this side cannot open.</summary>
public sealed class EnsureMailbox(
    IDbContextFactory<PortalContext> contexts, VaultPublicKey vault, MailboxKeyCache keys, TimeProvider time)
{
    private static readonly Func<PortalContext, string, string, Task<Found?>> Find = EF.CompileAsyncQuery(
        (PortalContext context, string tenant, string address) => context.Mailboxes
            .Where(m => m.Tenant == tenant && m.Address == address && m.ReplacedAt == null)
            .GroupJoin(context.InitialPasswords, m => m.Id, p => p.MailboxId, (m, p) => new { m, p })
            .SelectMany(x => x.p.DefaultIfEmpty(), (x, p) => new { x.m, p })
            .GroupJoin(context.Users, x => x.m.AccountId, a => a.Id, (x, a) => new { x.m, x.p, a })
            .SelectMany(x => x.a.DefaultIfEmpty(), (x, a) => new Found(
                x.m.Id, x.m.PublicKey, x.m.AccountId, x.p == null || x.p.UsedAt != null ? 0 : x.p.TriesLeft, x.p == null ? null : x.p.ExpiresAt,
                x.p == null ? null : x.p.Channel, a == null ? NoticeChoice.AtOnce : a.Notices, a == null ? null : a.Language,
                context.MailboxCertificates.Any(c => c.MailboxId == x.m.Id && c.InUse && c.ProvedAt != null)))
            .FirstOrDefault());

    /// <summary>Two mails for a new address at the same time get the same mailbox.</summary>
    /// <param name="tenant">The tenant whose mail it is.</param>
    /// <param name="address">The normalised address.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<MailboxAddress> EnsureAsync(string tenant, string address, CancellationToken cancellationToken) =>
        EnsureAsync(tenant, address, AccountActor.Sender, cancellationToken);

    /// <summary>The same, for somebody else than the sender of a mail.</summary>
    /// <param name="tenant">The tenant whose mailbox it is.</param>
    /// <param name="address">The normalised address.</param>
    /// <param name="by">Who makes the mailbox if there is none yet.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<MailboxAddress> EnsureAsync(string tenant, string address, AccountActor by, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return AddressOf(address, await Find(context, tenant, address) ?? await MakeAsync(context, tenant, address, by, cancellationToken));
    }

    /// <summary>The mailbox, or null where there is none.</summary>
    /// <param name="tenant">The tenant whose mail it is.</param>
    /// <param name="address">The normalised address.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<MailboxAddress?> FindAsync(string tenant, string address, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Find(context, tenant, address) is { } found ? AddressOf(address, found) : null;
    }

    private MailboxAddress AddressOf(string address, Found found) => new()
    {
        Id = found.Id,
        Address = address,
        PublicKey = keys.Get(found.PublicKey),
        Registered = found.AccountId is not null,
        HasCertificate = found.HasCertificate,
        Channel = found.Channel,
        Notices = found.Notices,
        Language = found.Language,
        InitialPasswordUntil = found.TriesLeft > 0 && found.ExpiresAt > time.GetUtcNow() ? found.ExpiresAt : null,
    };

    private async Task<Found> MakeAsync(
        PortalContext context, string tenant, string address, AccountActor by, CancellationToken cancellationToken)
    {
        var mailbox = Add(context, tenant, address, by);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return new Found(mailbox.Id, mailbox.PublicKey, null, 0, null, null, NoticeChoice.AtOnce, null, HasCertificate: false);
        }
        catch (DbUpdateException)
        {
            // Another mail was faster: the unique index lets only one of the two key pairs live.
            if (await Find(context, tenant, address) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    private Mailbox Add(PortalContext context, string tenant, string address, AccountActor by)
    {
        using var key = MailboxKey.Create();
        var mailbox = new Mailbox
        {
            Id = Guid.NewGuid(),
            Tenant = tenant,
            Address = address,
            PublicKey = key.PublicKey.ToBytes(),
            CreatedAt = time.GetUtcNow(),
        };
        context.Add(mailbox);
        context.Add(new KeySlot
        {
            Id = Guid.NewGuid(),
            MailboxId = mailbox.Id,
            Kind = KeySlotKind.Vault,
            Slot = VaultSlot.Create(key, vault, mailbox.Id),
            CreatedAt = mailbox.CreatedAt,
        });
        context.Add(new AccountEvent
        {
            At = mailbox.CreatedAt,
            MailboxId = mailbox.Id,
            To = AccountState.Invited,
            Trigger = AccountTrigger.Invite,
            Actor = by,
        });
        return mailbox;
    }

    private sealed record Found(
        Guid Id, byte[] PublicKey, Guid? AccountId, int TriesLeft, DateTimeOffset? ExpiresAt, InitialPasswordChannel? Channel, NoticeChoice Notices,
        string? Language, bool HasCertificate);
}
