using System.Text;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;

namespace Portal.Core.Messages.Threads;

/// <summary>The keyed digests by which the messages of a conversation are found (docs/sealed-format.md).</summary>
internal static class ThreadKeys
{
    /// <summary>The conversation's name in one mailbox, 32 bytes.</summary>
    /// <param name="mailbox">The reader's mailbox.</param>
    /// <param name="root">The id of the message that began it; empty makes a conversation of this message alone.</param>
    /// <param name="messageId">This message.</param>
    public static byte[] Of(UnlockedMailbox mailbox, string root, Guid messageId)
    {
        if (root.Length > 0)
        {
            return mailbox.Key.ThreadKey([1, .. Encoding.UTF8.GetBytes(root)]);
        }

        Span<byte> alone = stackalloc byte[1 + InfoBytes.IdSize];
        alone[0] = 0;
        InfoBytes.WriteId(messageId, alone[1..]);
        return mailbox.Key.ThreadKey(alone);
    }
}
