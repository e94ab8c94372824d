namespace Portal.Core.Outbox.Sms;

/// <summary>An SMS on its way to a provider.</summary>
internal sealed record OutgoingSms
{
    /// <summary>The outbox entry's id; the same at each attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the entry was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The tenant in whose name it leaves.</summary>
    public required string Tenant { get; init; }

    /// <summary>Where it goes.</summary>
    public required PhoneNumber Number { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>How long it is still of use.</summary>
    public required TimeSpan Validity { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(OutgoingSms);
}
