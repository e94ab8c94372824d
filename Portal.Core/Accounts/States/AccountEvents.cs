using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.States;

/// <summary>Makes the audit's rows. A way that the table refuses makes none.</summary>
internal static class AccountEvents
{
    private const int LongestName = 64;

    /// <summary>What the portal itself did.</summary>
    /// <exception cref="InvalidOperationException">The table has no such way.</exception>
    public static AccountEvent Portal(Guid accountId, AccountState from, AccountTrigger trigger, DateTimeOffset at) => new()
    {
        At = at,
        AccountId = accountId,
        From = from,
        To = To(from, trigger),
        Trigger = trigger,
        Actor = AccountActor.Portal,
    };

    /// <summary>What the person did.</summary>
    /// <exception cref="InvalidOperationException">The table has no such way.</exception>
    public static AccountEvent ByPerson(Guid accountId, AccountState from, AccountTrigger trigger, DateTimeOffset at) => new()
    {
        At = at,
        AccountId = accountId,
        From = from,
        To = To(from, trigger),
        Trigger = trigger,
        Actor = AccountActor.Person,
    };

    /// <summary>Nobody took up the invitation in time.</summary>
    public static AccountEvent Expired(Guid mailboxId, DateTimeOffset at) => new()
    {
        At = at,
        MailboxId = mailboxId,
        From = AccountState.Invited,
        To = To(AccountState.Invited, AccountTrigger.Expire),
        Trigger = AccountTrigger.Expire,
        Actor = AccountActor.Portal,
    };

    /// <summary>Somebody wrote again to a mailbox whose invitation had ended.</summary>
    public static AccountEvent Again(Guid mailboxId, DateTimeOffset at) => new()
    {
        At = at,
        MailboxId = mailboxId,
        From = AccountState.Expired,
        To = To(AccountState.Expired, AccountTrigger.Invite),
        Trigger = AccountTrigger.Invite,
        Actor = AccountActor.Sender,
    };

    /// <summary>A person added the mailbox to an account that he has already.</summary>
    public static AccountEvent Joined(Guid accountId, Guid mailboxId, DateTimeOffset at) => new()
    {
        At = at,
        AccountId = accountId,
        MailboxId = mailboxId,
        From = AccountState.Invited,
        To = To(AccountState.Invited, AccountTrigger.Register),
        Trigger = AccountTrigger.Register,
        Actor = AccountActor.Person,
    };

    /// <summary>A person deleted the whole account, or (without account) one mailbox of it.</summary>
    public static AccountEvent DeletedByPerson(Guid? accountId, Guid mailboxId, AccountState from, DateTimeOffset at) => new()
    {
        At = at,
        AccountId = accountId,
        MailboxId = mailboxId,
        From = from,
        To = To(from, AccountTrigger.Delete),
        Trigger = AccountTrigger.Delete,
        Actor = AccountActor.Person,
    };

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
}
