using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>An SMS: to whom and what it says. Sealed until it leaves.</summary>
public sealed record SmsPayload
{
    /// <summary>The number, as <see cref="PhoneNumber.E164"/>.</summary>
    public required string Number { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>What it is for.</summary>
    public required SmsPurpose Purpose { get; init; }

    /// <summary>From then on it is of no use, and no longer sent.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SmsPayload);
}
