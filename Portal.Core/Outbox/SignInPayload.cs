namespace Portal.Core.Outbox;

/// <summary>What the mail about a sign-in from a new device says. Sealed until it leaves.</summary>
public sealed record SignInPayload
{
    /// <summary>The person's address.</summary>
    public required string To { get; init; }

    /// <summary>When somebody signed in.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The browser and the system, as far as the browser says: <c>Firefox, Windows</c>; empty where it says nothing.</summary>
    public required string Browser { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SignInPayload);
}
