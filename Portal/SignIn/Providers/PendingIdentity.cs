using Portal.Core.Accounts.External;

namespace Portal.SignIn.Providers;

/// <summary>A checked identity that waits in the browser until its person has shown the mailbox, or has signed in as before.</summary>
internal sealed record PendingIdentity : IEnding
{
    public const string Cookie = "__Host-external-identity";

    /// <summary>As long as a mailed code is good, and a little more to sign in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public required ExternalIdentity Identity { get; init; }

    /// <summary>What belongs to the code that was mailed to the address; null where none was.</summary>
    public string? CodeSecret { get; init; }

    public string? ReturnUrl { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
