namespace Portal.Core.Outbox;

/// <summary>What somebody is told who asked for a new password and has never had one. Sealed until it leaves.</summary>
public sealed record RegisterInsteadPayload
{
    /// <summary>The address, which has mail waiting and no account.</summary>
    public required string To { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(RegisterInsteadPayload);
}
