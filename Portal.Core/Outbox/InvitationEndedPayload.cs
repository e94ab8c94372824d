namespace Portal.Core.Outbox;

/// <summary>What a sender is told whose invitation nobody took up in time. Sealed until it leaves.</summary>
public sealed record InvitationEndedPayload
{
    /// <summary>The sender's address: the mail goes there.</summary>
    public required string To { get; init; }

    /// <summary>The address of the person who did not register.</summary>
    public required string RecipientAddress { get; init; }

    /// <summary>When the invitation ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The token of the link by which this sender invites once more, base64url; null in entries of an older version.</summary>
    public string? SenderToken { get; init; }

    /// <summary>The way that the initial password had taken.</summary>
    public InitialPasswordChannel Channel { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(InvitationEndedPayload);
}
