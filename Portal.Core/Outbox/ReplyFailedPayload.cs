namespace Portal.Core.Outbox;

/// <summary>What the mail about a reply that could not be delivered says: only that there is one. Sealed until it leaves.</summary>
public sealed record ReplyFailedPayload
{
    /// <summary>The writer's address.</summary>
    public required string To { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(ReplyFailedPayload);
}
