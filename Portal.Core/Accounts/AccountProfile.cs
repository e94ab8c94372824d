namespace Portal.Core.Accounts;

/// <summary>What a person told about himself. Stored sealed to the web side.</summary>
/// <param name="Name">How the person wants to be called.</param>
public sealed record AccountProfile(string Name)
{
    /// <summary>The number that codes go to (E.164), proved by one, or null.</summary>
    public string? Mobile { get; init; }

    /// <summary>The IANA name of the person's time zone, or null for the tenant's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The hour of the daily mail in that zone, 0 to 23, or null for the tenant's.</summary>
    public int? DigestHour { get; init; }

    /// <summary>A phrase of the person's own that the portal's mails repeat, so that a forged one is told by its lack; or null.</summary>
    public string? Phrase { get; init; }

    /// <summary>Whether the password is shorter than the tenant wants of one without a second factor beside it.</summary>
    public bool ShortPassword { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(AccountProfile);
}
