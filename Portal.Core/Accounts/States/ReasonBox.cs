using System.Text;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.States;

/// <summary>Seals what an operator gave as the reason of a change: such texts name people.</summary>
public static class ReasonBox
{
    private const string Purpose = "reason";

    internal static byte[] Seal(VaultPublicKey vault, Guid mailboxId, string reason) =>
        reason.Length == 0 ? [] : VaultBox.Seal(vault, Purpose, mailboxId, Encoding.UTF8.GetBytes(reason));

    /// <summary>The reason; empty where none was given.</summary>
    /// <exception cref="Sealing.SealingException">It was damaged or is another mailbox's.</exception>
    public static string Open(VaultKey vault, AccountEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Reason.Length == 0 ? "" : Encoding.UTF8.GetString(VaultBox.Open(vault, Purpose, change.MailboxId ?? Guid.Empty, change.Reason));
    }
}
