using System.Text;
using Portal.Core.Keys;
using Portal.Core.Outbox.Sms;
using Portal.Core.Sealing;

namespace Portal.Core.Accounts.Invitations;

/// <summary>Seals the number that initial passwords go to when they are asked for, so that a stolen database names nobody's phone.</summary>
internal static class MobileBox
{
    private const string Purpose = "mobile";

    public static byte[] Seal(VaultPublicKey vault, PhoneNumber number, Guid mailboxId) =>
        VaultBox.Seal(vault, Purpose, mailboxId, Encoding.ASCII.GetBytes(number.E164));

    /// <summary>The number.</summary>
    /// <exception cref="SealingException">It is missing, was damaged or is another mailbox's.</exception>
    public static PhoneNumber Open(VaultKey vault, byte[] box, Guid mailboxId) =>
        PhoneNumber.TryParse(Encoding.ASCII.GetString(VaultBox.Open(vault, Purpose, mailboxId, box)), out var number, out _)
            ? number
            : throw new SealingException(SealingFailure.Malformed);
}
