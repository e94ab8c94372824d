using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Messages.Locks;
using Portal.Core.Messages.Retention;
using Portal.Core.Messages.Tracking;
using Portal.Core.Storage.Model;
using Portal.Resources;

namespace Portal.Pages.Sent;

/// <summary>Does what a sender asks for, or says in the page's words why not.</summary>
internal sealed class SentDesk(
    NotifyAgain notify, RenewInvitation renew, WithdrawMessage withdraw, LockDelivery locks, ExtendMessage extend, When when, IStringLocalizer<Texts> texts)
{
    /// <summary>Whether it is asked once more: what cannot be undone, and what lets in whom the recipient himself wanted to keep out.</summary>
    public static bool AsksAgain(SentAct act, SentRecipient? recipient) =>
        act == SentAct.Withdraw || (act == SentAct.Unlock && recipient?.MayUnlock == DeliveryLock.Recipient);

    /// <summary>Does it.</summary>
    /// <param name="message">The message, found to be the sender's.</param>
    /// <param name="act">What.</param>
    /// <param name="deliveryId">For which recipient of the message.</param>
    /// <param name="cancellationToken">Ends the work before it is done.</param>
    /// <returns>Why it was not done, or null: it was.</returns>
    public async Task<string?> DoAsync(SentMessage message, SentAct act, Guid deliveryId, CancellationToken cancellationToken) => act switch
    {
        SentAct.Notify => Refusal(await notify.RunAsync(message.Id, deliveryId, cancellationToken)),
        SentAct.Password when message.Recipient(deliveryId) is { MayRenew: true } => Refusal(await renew.ForMessageAsync(message.Id, deliveryId, cancellationToken)),
        SentAct.Withdraw => await withdraw.RunAsync(message.Id, deliveryId, cancellationToken) ? null : texts["Sent.NotWithdrawn"].Value,
        SentAct.Lock => await locks.LockAsync(message.Id, deliveryId, DeliveryLock.Sender, cancellationToken) ? null : texts["Sent.NotChanged"].Value,
        SentAct.Unlock => await locks.UnlockAsync(message.Id, deliveryId, DeliveryLock.Sender, cancellationToken) ? null : texts["Sent.NotChanged"].Value,
        SentAct.Extend => await extend.BySenderAsync(message.Id, cancellationToken) is not null ? null : texts["Sent.NotExtended"].Value,
        _ => texts["Sent.NotChanged"].Value,
    };

    /// <summary>Why there is no new initial password, or null: there is.</summary>
    public string? Refusal(RenewOutcome outcome) => outcome switch
    {
        RenewOutcome.Sent => null,
        RenewOutcome.Registered => texts["Sent.Registered"].Value,
        RenewOutcome.InvitedByAnother => texts["Sent.InvitedByAnother"].Value,
        RenewOutcome.TooSoon soon => texts["Sent.TooSoon", when.Of(soon.Until).Full].Value,
        _ => texts["Sent.NotChanged"].Value,
    };

    private string? Refusal(NotifyAgainOutcome outcome) => outcome switch
    {
        NotifyAgainOutcome.Sent => null,
        NotifyAgainOutcome.TooSoon soon => texts["Sent.NotifiedJustNow", when.Of(soon.Until).Full].Value,
        NotifyAgainOutcome.Ended => texts["Sent.NotifyEnded"].Value,
        NotifyAgainOutcome.TooMany => texts["Sent.NotifiedEnough"].Value,
        _ => texts["Sent.NotNotified"].Value,
    };
}
