using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;

namespace Portal.Core.Accounts;

/// <summary>What is told of a notice to whoever has its code.</summary>
/// <param name="At">When the message came of which it tells.</param>
/// <param name="SenderDomain">The domain of who wrote the message; empty where it is not known.</param>
/// <param name="Recipient">To whom it went, all of the name but its first letter hidden: <c>b***@example.org</c>.</param>
public sealed record CheckedNotice(DateTimeOffset At, string SenderDomain, string Recipient)
{
    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(CheckedNotice);
}

/// <summary>
/// Says whether the portal sent a notice, by the code that is printed in it. Changes nothing. A code that is known and one that is not cost about the same time:
/// each opens one box.
/// </summary>
public sealed class CheckNotice(IDbContextFactory<PortalContext> contexts, VaultKey vault, VaultPublicKey seals)
{
    private readonly byte[] _nobody = SenderBox.Seal(seals, new InvitationSender("", "", ""), Guid.Empty);

    /// <summary>What the code belongs to, or null where no notice has it.</summary>
    /// <param name="code">As it was typed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<CheckedNotice?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        var hash = CheckCode.HashOf(code) ?? new byte[32];
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from notice in context.Notices
            where notice.CheckHash == hash
            join delivery in context.Deliveries on notice.DeliveryId equals delivery.Id
            join message in context.Messages on delivery.MessageId equals message.Id
            join mailbox in context.Mailboxes on notice.MailboxId equals mailbox.Id
            select new { delivery.ReceivedAt, message.Id, message.Sender, mailbox.Address }).FirstOrDefaultAsync(cancellationToken);
        var sender = AddressIn(found is null ? _nobody : found.Sender, found?.Id ?? Guid.Empty);
        return found is null ? null : new CheckedNotice(found.ReceivedAt, DomainOf(sender), Hidden(found.Address));
    }

    // A damaged row does not make the notice a false one.
    private string AddressIn(byte[] box, Guid messageId) => SenderBox.Find(vault, box, messageId)?.Address ?? "";

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private static string Hidden(string address)
    {
        var first = char.IsHighSurrogate(address[0]) ? 2 : 1;
        return $"{address[..first]}***@{DomainOf(address)}";
    }
}
