using Microsoft.Extensions.Localization;
using Portal.Core.Evidence;
using Portal.Core.Messages.Tracking;
using Portal.Core.Storage.Model;
using Portal.Resources;

namespace Portal.Pages.Sent;

/// <summary>What the sender's view says of states and events, and in what colour beside the words.</summary>
internal static class SentWords
{
    /// <summary>The class of a state's note: all is well, look here, or neither.</summary>
    public static string Class(SentState state) => state switch
    {
        SentState.Opened or SentState.Downloaded or SentState.Replied or SentState.SentToCertificate => "note-good",
        SentState.NoticeFailed or SentState.NotDelivered or SentState.NotForMe or SentState.Locked => "note-warn",
        _ => "",
    };

    /// <summary>Whether the sender's page speaks of it: an operator's order is between him and whoever gave it.</summary>
    public static bool IsTold(EvidenceEvent what) => what.Kind is not (MessageEventKind.Held or MessageEventKind.Released);

    /// <summary>An event in words.</summary>
    public static string Event(EvidenceEvent what, IStringLocalizer<Texts> texts) => what.Kind == MessageEventKind.Deleted
        && what.Facts.GetValueOrDefault("opened") == "no" ? texts["Sent.EventDeletedUnread"] : texts[$"Sent.Event{what.Kind}"];

    /// <summary>The buttons for a recipient.</summary>
    public static IEnumerable<SentAct> Acts(SentRecipient recipient)
    {
        var all = new (bool May, SentAct Act)[]
        {
            (recipient.MayNotify, SentAct.Notify),
            (recipient.MayRenew, SentAct.Password),
            (recipient.MayLock, SentAct.Lock),
            (recipient.MayUnlock != DeliveryLock.None, SentAct.Unlock),
            (recipient.MayWithdraw, SentAct.Withdraw),
        };
        return all.Where(one => one.May).Select(one => one.Act);
    }
}
