using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts;
using Portal.Core.Keys;

namespace Portal.Core.Messages.Tracking;

/// <summary>What a sender's link leads to.</summary>
/// <param name="Link">The link, with the recipient in whose mail it stood.</param>
/// <param name="Message">The message, or null where the link is of an older version or the message was another's.</param>
public sealed record SentByLink(SenderLinkTarget Link, SentMessage? Message);

/// <summary>Follows the link that a sender got by mail. Changes nothing: mail scanners open every link.</summary>
public sealed class FindSenderMessage(FindSenderLink links, ReadSent sent, VaultKey vault)
{
    /// <summary>What the token leads to, or null where it is malformed, unknown or over.</summary>
    public async Task<SentByLink?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(token, cancellationToken) is not { } link)
        {
            return null;
        }

        // An invitation may have become another sender's since: the link shows its own sender's messages alone.
        return link.MessageId is { } message && SenderBox.Find(vault, link.Sender, link.MailboxId) is { } sender
            ? new SentByLink(link, await sent.OfAsync(message, [sender.Address], cancellationToken))
            : new SentByLink(link, null);
    }
}
