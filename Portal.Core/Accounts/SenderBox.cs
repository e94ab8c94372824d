using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Keys;

namespace Portal.Core.Accounts;

/// <summary>Who invited somebody.</summary>
/// <param name="Address">The sender's address.</param>
/// <param name="Name">The sender's display name as it stood in the mail; may be empty.</param>
/// <param name="Language">The language of mails to the sender.</param>
public sealed record InvitationSender(string Address, string Name, string Language)
{
    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(InvitationSender);
}

/// <summary>Seals who invited somebody to the vault key: a stolen database does not say who writes to whom.</summary>
internal static class SenderBox
{
    private const string Purpose = "sender";

    public static byte[] Seal(VaultPublicKey vault, InvitationSender sender, Guid mailboxId) =>
        VaultBox.Seal(vault, Purpose, mailboxId, JsonSerializer.SerializeToUtf8Bytes(sender, SenderJson.Default.InvitationSender));

    /// <summary>The same for many: the boxes of a minute share an encapsulation.</summary>
    public static byte[] Seal(VaultBoxSealer boxes, InvitationSender sender, Guid id) =>
        boxes.Seal(Purpose, id, JsonSerializer.SerializeToUtf8Bytes(sender, SenderJson.Default.InvitationSender));

    /// <summary>The sender, or null in a row that has none.</summary>
    /// <exception cref="Sealing.SealingException">It was damaged or is another mailbox's.</exception>
    public static InvitationSender? Open(VaultKey vault, byte[] box, Guid mailboxId) => box.Length == 0
        ? null
        : JsonSerializer.Deserialize(VaultBox.Open(vault, Purpose, mailboxId, box), SenderJson.Default.InvitationSender);

    /// <summary>The same where one damaged row must keep nobody else waiting: null for it, too.</summary>
    public static InvitationSender? Find(VaultKey vault, byte[] box, Guid id)
    {
        try
        {
            return Open(vault, box, id);
        }
        catch (Sealing.SealingException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(InvitationSender))]
internal sealed partial class SenderJson : JsonSerializerContext;
