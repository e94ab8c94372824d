namespace Portal.Core.Outbox;

/// <summary>What a person is told whose password has become another. Sealed until it leaves.</summary>
public sealed record PasswordChangedPayload
{
    /// <summary>One of the person's addresses.</summary>
    public required string To { get; init; }

    /// <summary>When it was changed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was set anew because it was forgotten; else it was changed in the settings.</summary>
    public required bool Reset { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(PasswordChangedPayload);
}
