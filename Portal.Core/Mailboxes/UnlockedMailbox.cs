using Portal.Core.Keys;

namespace Portal.Core.Mailboxes;

/// <summary>A mailbox whose private key is at hand, because its owner signed in.</summary>
/// <param name="Id">The mailbox.</param>
/// <param name="Address">Its address.</param>
/// <param name="Key">Its key.</param>
public sealed record UnlockedMailbox(Guid Id, string Address, MailboxKey Key)
{
    /// <summary>Whether the owner proved a second factor: some messages open with one only.</summary>
    public bool SecondFactor { get; init; }
}
