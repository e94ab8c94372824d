using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Invitations;

/// <summary>What a sender's link leads to.</summary>
/// <param name="MailboxId">The recipient's mailbox.</param>
/// <param name="Address">The recipient's address.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Sender">The sender's box, bound to the mailbox.</param>
/// <param name="Registered">Whether the recipient has registered, and needs no initial password any more.</param>
public sealed record SenderLinkTarget(Guid MailboxId, string Address, string Tenant, byte[] Sender, bool Registered)
{
    /// <summary>The mail, or null in rows of an older version.</summary>
    public Guid? MessageId { get; init; }
}

/// <summary>Looks up a sender's link. Changes nothing: mail scanners open every link.</summary>
public sealed class FindSenderLink(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>What the token leads to, or null where it is malformed, unknown or over.</summary>
    public async Task<SenderLinkTarget?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (NoticeToken.HashOf(token) is not { } hash)
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SenderLinks.Where(l => l.TokenHash == hash && l.ExpiresAt > now)
            .Join(context.Mailboxes, l => l.MailboxId, m => m.Id, (l, m) => new SenderLinkTarget(
                m.Id, m.Address, m.Tenant, l.Sender, m.AccountId != null) { MessageId = l.MessageId })
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Forgets links that are over.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.SenderLinks.Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }
}
