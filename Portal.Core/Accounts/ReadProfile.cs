using System.Text.Json;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Opens an account's profile. Only the web side has the key for that.</summary>
public sealed class ReadProfile(VaultKey vault)
{
    /// <summary>The profile.</summary>
    /// <exception cref="Sealing.SealingException">It was damaged or is another account's.</exception>
    public AccountProfile Of(Account account) =>
        JsonSerializer.Deserialize<AccountProfile>(VaultBox.Open(vault, ProfileBox.Purpose, account.Id, account.Profile))
        ?? new AccountProfile("");
}
