namespace Portal.Core.Outbox;

/// <summary>What is known of the person a mail goes to.</summary>
/// <param name="Phrase">The phrase by which he recognises the portal's mails, or null.</param>
/// <param name="Zone">The time zone he chose, or null.</param>
internal sealed record KnownRecipient(string? Phrase, TimeZoneInfo? Zone)
{
    /// <summary>Only the type's name: the phrase must reach no log.</summary>
    public override string ToString() => nameof(KnownRecipient);
}
