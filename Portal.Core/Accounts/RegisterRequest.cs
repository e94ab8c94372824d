namespace Portal.Core.Accounts;

/// <summary>What a person hands in to read a mailbox for the first time.</summary>
public sealed record RegisterRequest
{
    /// <summary>The token of the notice's link: proof of the mailbox.</summary>
    public required string Token { get; init; }

    /// <summary>The initial password as typed: proof that the sender means this person. Not looked at where the invitation asks for none.</summary>
    public required string InitialPassword { get; init; }

    /// <summary>How the person wants to be called.</summary>
    public required string Name { get; init; }

    /// <summary>The person's own password.</summary>
    public required string NewPassword { get; init; }

    /// <summary>The language of the pages, a BCP 47 tag, or null.</summary>
    public string? Language { get; init; }
}
