namespace Portal.Core.Outbox;

/// <summary>What the daily mail to a recipient says: how many messages came, and from whom. Sealed until it leaves.</summary>
public sealed record DigestPayload
{
    /// <summary>As many senders are named at most; the number of messages is that of all.</summary>
    public const int MostSenders = 20;

    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>How many messages came since the last time.</summary>
    public required int Messages { get; init; }

    /// <summary>Who wrote them, each once, the earliest first.</summary>
    public required IReadOnlyList<DigestSender> Senders { get; init; }

    /// <summary>The deliveries that it tells of, whose senders learn that it left.</summary>
    public IReadOnlyList<Guid> Deliveries { get; init; } = [];

    /// <summary>The code of one of these messages' notices, by which the recipient can ask whether the mail is real; null where none could be opened.</summary>
    public string? CheckCode { get; init; }

    /// <summary>When they were counted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(DigestPayload);
}

/// <summary>Who wrote.</summary>
/// <param name="Name">The display name as it stood in the mail; may be empty.</param>
/// <param name="Address">The address, as verified by the gateway.</param>
public sealed record DigestSender(string Name, string Address)
{
    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(DigestSender);
}
