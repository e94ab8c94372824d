namespace Portal.Core.Accounts.External;

/// <summary>Who somebody is at another provider, as far as the provider's answer was checked.</summary>
public sealed record ExternalIdentity
{
    /// <summary>The tenant whose pages these are.</summary>
    public required string Tenant { get; init; }

    /// <summary>The provider's name in the settings.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's issuer; with the subject it names the person, and nothing else does.</summary>
    public required string Issuer { get; init; }

    /// <summary>The person's identifier at the issuer, compared exactly.</summary>
    public required string Subject { get; init; }

    /// <summary>The normalised address that the provider names, or null.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the provider says that it has verified the address; null where it says nothing.</summary>
    public bool? AddressVerified { get; init; }

    /// <summary>Whether the person has shown to us that the address is theirs, by a code that we mailed there.</summary>
    public bool MailboxProven { get; init; }

    /// <summary>How the person is called there; a stranger's text.</summary>
    public required string Name { get; init; }

    /// <summary>The language of the pages, a BCP 47 tag, or null.</summary>
    public string? Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(ExternalIdentity);
}
