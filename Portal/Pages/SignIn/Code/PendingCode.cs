using Portal.SignIn;

namespace Portal.Pages.SignIn.Code;

/// <summary>Who waits for a code to sign in with, kept in the browser.</summary>
internal sealed record PendingCode : IEnding
{
    public const string Cookie = "__Host-mail-code";

    public required string Address { get; init; }

    public required string Secret { get; init; }

    public string? ReturnUrl { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
