namespace Portal.Core.Accounts;

/// <summary>What a person told about himself. Stored sealed to the web side.</summary>
/// <param name="Name">How the person wants to be called.</param>
public sealed record AccountProfile(string Name)
{
    /// <summary>The number that codes go to (E.164), proved by one, or null.</summary>
    public string? Mobile { get; init; }
}
