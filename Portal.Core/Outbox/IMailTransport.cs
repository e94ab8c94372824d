namespace Portal.Core.Outbox;

/// <summary>A way out of the portal for mails: the pickup folder or the relay.</summary>
internal interface IMailTransport : IWayOut
{
    /// <summary>Sends one mail. Foreseen failures are outcomes; anything thrown counts as deferred.</summary>
    Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
