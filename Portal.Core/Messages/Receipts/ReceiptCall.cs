using Portal.Core.Accounts;

namespace Portal.Core.Messages.Receipts;

/// <summary>An opening that a receipt tells of.</summary>
/// <param name="Message">What was opened.</param>
/// <param name="Tenant">The tenant in whose name it leaves.</param>
/// <param name="Name">The reader's name.</param>
/// <param name="Methods">How the reader has proved who he is now; what counts is how at the first opening, where the message's chain tells.</param>
/// <param name="OpenedAt">When the message was first opened.</param>
/// <param name="ByHand">Whether the reader was asked and said yes.</param>
public sealed record ReceiptCall(
    OpenedMessage Message, string Tenant, string Name, SignInMethods Methods, DateTimeOffset OpenedAt, bool ByHand);
