namespace Portal.Core.Accounts.Passkeys;

/// <summary>A passkey as its owner sees it in a list.</summary>
/// <param name="Id">The credential's id in base64url.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record StoredPasskey(string Id, string Name, DateTimeOffset CreatedAt);
