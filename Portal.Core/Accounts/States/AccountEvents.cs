using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.States;

/// <summary>Makes the audit's rows. A way that the table refuses makes none.</summary>
internal static class AccountEvents
{
    private const int LongestName = 64;

    /// <summary>What the portal itself did.</summary>
    /// <exception cref="InvalidOperationException">The table has no such way.</exception>
    public static AccountEvent Portal(Guid accountId, AccountState from, AccountTrigger trigger, DateTimeOffset at) =>
        Of(AccountActor.Portal, accountId, null, (from, trigger), at);

    /// <summary>What the person did.</summary>
    /// <exception cref="InvalidOperationException">The table has no such way.</exception>
    public static AccountEvent ByPerson(Guid accountId, AccountState from, AccountTrigger trigger, DateTimeOffset at) =>
        Of(AccountActor.Person, accountId, null, (from, trigger), at);

    /// <summary>Nobody took up the invitation in time.</summary>
    public static AccountEvent Expired(Guid mailboxId, DateTimeOffset at) =>
        Of(AccountActor.Portal, null, mailboxId, (AccountState.Invited, AccountTrigger.Expire), at);

    /// <summary>Somebody wrote again to a mailbox whose invitation had ended.</summary>
    public static AccountEvent Again(Guid mailboxId, DateTimeOffset at) =>
        Of(AccountActor.Sender, null, mailboxId, (AccountState.Expired, AccountTrigger.Invite), at);

    /// <summary>A person made the mailbox that of an account: of a new one, or of one that he has already.</summary>
    public static AccountEvent Joined(Guid accountId, Guid mailboxId, DateTimeOffset at) =>
        Of(AccountActor.Person, accountId, mailboxId, (AccountState.Invited, AccountTrigger.Register), at);

    /// <summary>A person deleted the whole account, or (without account) one mailbox of it.</summary>
    public static AccountEvent DeletedByPerson(Guid? accountId, Guid mailboxId, AccountState from, DateTimeOffset at) =>
        Of(AccountActor.Person, accountId, mailboxId, (from, AccountTrigger.Delete), at);

    /// <summary>What an operator ordered.</summary>
    public static AccountEvent Ordered(
        VaultPublicKey vault,
        Guid? accountId,
        Guid mailboxId,
        (AccountState From, AccountState To, AccountTrigger Trigger) way,
        OperatorOrder order,
        DateTimeOffset at) => new()
    {
        At = at,
        AccountId = accountId,
        MailboxId = mailboxId,
        From = way.From,
        To = way.To,
        Trigger = way.Trigger,
        Actor = AccountActor.Operator,
        By = NameOf(order),
        Reason = ReasonBox.Seal(vault, mailboxId, order.Reason),
    };

    /// <summary>The operator's name as it is kept.</summary>
    public static string NameOf(OperatorOrder order) => order.By[..Math.Min(order.By.Length, LongestName)];

    /// <summary>Where the way leads.</summary>
    /// <exception cref="InvalidOperationException">The table has no such way.</exception>
    public static AccountState To(AccountState? from, AccountTrigger trigger) =>
        AccountStateTable.Next(from, trigger) ?? throw new InvalidOperationException($"No way leads from {from} by {trigger}.");

    private static AccountEvent Of(
        AccountActor actor, Guid? accountId, Guid? mailboxId, (AccountState From, AccountTrigger Trigger) way, DateTimeOffset at) => new()
    {
        At = at,
        AccountId = accountId,
        MailboxId = mailboxId,
        From = way.From,
        To = To(way.From, way.Trigger),
        Trigger = way.Trigger,
        Actor = actor,
    };
}
