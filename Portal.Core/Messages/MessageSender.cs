using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Sealing;

namespace Portal.Core.Messages;

/// <summary>Opens who sent a stored message.</summary>
internal static class MessageSender
{
    /// <summary>The sender; null in rows of an older version, in what was written here, and where the row is damaged: such a row keeps nobody else waiting.</summary>
    public static InvitationSender? Of(VaultKey vault, byte[] box, Guid messageId)
    {
        try
        {
            return SenderBox.Open(vault, box, messageId);
        }
        catch (SealingException)
        {
            return null;
        }
    }
}
