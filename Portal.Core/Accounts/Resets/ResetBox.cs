using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Keys;

namespace Portal.Core.Accounts.Resets;

/// <summary>What is kept of a wish to set a new password until it is answered.</summary>
/// <param name="Address">The address that somebody gave.</param>
/// <param name="Language">The language of what is sent.</param>
/// <param name="CallBack">The number to call back; may be empty.</param>
/// <param name="Network">The network address of the browser; may be empty.</param>
public sealed record ResetContent(string Address, string Language, string CallBack, string Network)
{
    /// <summary>The <see cref="Devices.DeviceSecret.Id"/> of the browser that asked, or null where it brought none along.</summary>
    public byte[]? Device { get; init; }

    /// <summary>Whether it is one too many for everybody but a browser in which the account's owner has signed in.</summary>
    public bool OwnerOnly { get; init; }

    /// <summary>Whether an operator ordered it.</summary>
    public bool Ordered { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(ResetContent);
}

/// <summary>Seals it to the vault key: the database does not say who asked.</summary>
internal static class ResetBox
{
    private const string Purpose = "reset";

    public static byte[] Seal(VaultPublicKey vault, ResetContent content, Guid id) =>
        VaultBox.Seal(vault, Purpose, id, JsonSerializer.SerializeToUtf8Bytes(content, ResetJson.Default.ResetContent));

    /// <exception cref="Sealing.SealingException">It was damaged or is another's.</exception>
    public static ResetContent Open(VaultKey vault, byte[] box, Guid id) =>
        JsonSerializer.Deserialize(VaultBox.Open(vault, Purpose, id, box), ResetJson.Default.ResetContent)!;
}

[JsonSerializable(typeof(ResetContent))]
internal sealed partial class ResetJson : JsonSerializerContext;
