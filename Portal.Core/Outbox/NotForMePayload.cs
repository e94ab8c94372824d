namespace Portal.Core.Outbox;

/// <summary>What is told of a message whose recipient says that it is for somebody else. Sealed until it leaves.</summary>
public sealed record NotForMePayload
{
    /// <summary>Where the mail goes: to the sender, or to the tenant's administrators.</summary>
    public required string To { get; init; }

    /// <summary>The address that the message went to.</summary>
    public required string RecipientAddress { get; init; }

    /// <summary>In the mail to the administrators the sender's address, empty where it is not known; null in the mail to the sender.</summary>
    public string? SenderAddress { get; init; }

    /// <summary>When the message came.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it was said, and the message locked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the message had been opened before.</summary>
    public required bool Opened { get; init; }

    /// <summary>Whether it was said by somebody who had the notice's link, and not by who signed in.</summary>
    public required bool ByLink { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(NotForMePayload);
}
