namespace Portal.Core.Accounts.Passwords;

/// <summary>Whose password it is to be, and what others know about that person.</summary>
public sealed record PasswordOwner
{
    /// <summary>The tenant whose rules hold.</summary>
    public required string Tenant { get; init; }

    /// <summary>The person's mail address, or the one that a page names.</summary>
    public required string Address { get; init; }

    /// <summary>Further addresses of the person.</summary>
    public IReadOnlyList<string> OtherAddresses { get; init; } = [];

    /// <summary>The person's name, or nothing.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the account has a second factor besides the password.</summary>
    public required bool HasSecondFactor { get; init; }

    /// <summary>The initial password as typed, which the sender knows; or nothing.</summary>
    public string InitialPassword { get; init; } = "";

    /// <summary>The account's former passwords, the latest (the present one) first: each says whether it is the one given to it. It costs a
    /// hash, so as many are asked as the tenant's rules want, each in its turn with <see cref="PasswordGate"/>.</summary>
    public IReadOnlyList<Func<string, bool>> Former { get; init; } = [];
}
