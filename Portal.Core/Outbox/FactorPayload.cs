using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>What the mail about a change of second factors says. Sealed until it leaves.</summary>
public sealed record FactorPayload
{
    /// <summary>The person's address.</summary>
    public required string To { get; init; }

    /// <summary>When it was changed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was changed.</summary>
    public required FactorChange Change { get; init; }

    /// <summary>The browser and the system: <c>Firefox, Windows</c>; empty where it said nothing.</summary>
    public required string Browser { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(FactorPayload);
}
