using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Invitations;

/// <summary>What a person needs to register besides the link of the notice.</summary>
/// <param name="Channel">The way that the initial password takes.</param>
/// <param name="MaskedNumber">Where SMS go that are asked for, all but the country's code and two digits hidden; null where none can be asked for.</param>
public sealed record InvitationNeeds(InitialPasswordChannel Channel, string? MaskedNumber);

/// <summary>Looks up what the registration of a mailbox needs. Changes nothing.</summary>
public sealed class FindInvitation(IDbContextFactory<PortalContext> contexts, VaultKey vault)
{
    /// <summary>What is needed; where there is no invitation, an initial password of the sender's, which nobody has.</summary>
    public async Task<InvitationNeeds> OfAsync(Guid mailboxId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.InitialPasswords.Where(p => p.MailboxId == mailboxId && p.UsedAt == null)
            .Select(p => new { p.Channel, p.Mobile }).SingleOrDefaultAsync(cancellationToken);
        var channel = found?.Channel ?? InitialPasswordChannel.Sender;
        return new InvitationNeeds(channel, channel == InitialPasswordChannel.SmsAtOpening ? Masked(found!.Mobile, mailboxId) : null);
    }

    // With a number that does not open the button stays: pressed, it leads to the sender.
    private string Masked(byte[] box, Guid mailboxId)
    {
        try
        {
            return MobileBox.Open(vault, box, mailboxId).Masked;
        }
        catch (SealingException)
        {
            return "+…";
        }
    }
}
