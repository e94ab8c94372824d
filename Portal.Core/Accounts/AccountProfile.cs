namespace Portal.Core.Accounts;

/// <summary>What a person told about himself. Stored sealed to the web side.</summary>
/// <param name="Name">How the person wants to be called.</param>
public sealed record AccountProfile(string Name)
{
    /// <summary>The person's mobile number in the form of E.164, or null where none is known.</summary>
    public string? Mobile { get; init; }
}
