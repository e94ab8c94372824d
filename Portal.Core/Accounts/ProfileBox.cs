using System.Text.Json;
using Portal.Core.Keys;

namespace Portal.Core.Accounts;

/// <summary>Seals profiles to the vault key: a stolen database names nobody.</summary>
public sealed class ProfileBox(VaultPublicKey vault)
{
    internal const string Purpose = "profile";

    internal byte[] Seal(AccountProfile profile, Guid accountId) =>
        VaultBox.Seal(vault, Purpose, accountId, JsonSerializer.SerializeToUtf8Bytes(profile));
}
