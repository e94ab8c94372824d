using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts;

/// <summary>Finds, for mails to a person, what his profile says of them. For nothing that anybody sees who types an address.</summary>
internal sealed class FindRecipient(IDbContextFactory<PortalContext> contexts, ReadProfile profiles) : IFindRecipient
{
    /// <inheritdoc />
    public async Task<KnownRecipient?> FindAsync(string tenant, string address, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await (
            from mailbox in context.Mailboxes
            where mailbox.Tenant == tenant && mailbox.Address == address && mailbox.ReplacedAt == null
            join owner in context.Users on mailbox.AccountId equals owner.Id
            select owner).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (account is null)
        {
            return null;
        }

        try
        {
            var profile = profiles.Of(account);
            return new KnownRecipient(profile.Phrase, TimeZones.Find(profile.TimeZone));
        }
        catch (SealingException)
        {
            return null; // a damaged profile must not hold up mails
        }
    }
}
