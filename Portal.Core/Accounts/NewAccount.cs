using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>What every account begins as, however its person came: with the name in the sealed profile, and nothing to sign in with yet.</summary>
internal static class NewAccount
{
    public static Account Of(string name, string? language, ProfileBox profiles, DateTimeOffset at)
    {
        var id = Guid.NewGuid();
        return new Account
        {
            Id = id,
            UserName = id.ToString("N"),
            NormalizedUserName = id.ToString("N").ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
            Language = language,
            RegisteredAt = at,
            Profile = profiles.Seal(new AccountProfile(name), id),
        };
    }
}
