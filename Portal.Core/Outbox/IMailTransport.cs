namespace Portal.Core.Outbox;

/// <summary>A way out of the portal for mails: the pickup folder or the relay.</summary>
internal interface IMailTransport
{
    /// <summary>How many mails may be on their way at once.</summary>
    int Lanes { get; }

    /// <summary>The longest that one <see cref="SendAsync"/> can take; an entry's lease outlasts it.</summary>
    TimeSpan LongestSend { get; }

    /// <summary>Sends one mail. Foreseen failures are outcomes; anything thrown counts as deferred.</summary>
    Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>Makes durable all that was sent. Called before the entries are marked as sent and their boxes emptied.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
