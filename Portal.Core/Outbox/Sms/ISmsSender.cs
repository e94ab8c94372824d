namespace Portal.Core.Outbox.Sms;

/// <summary>A way out of the portal for SMS.</summary>
internal interface ISmsSender : IWayOut
{
    /// <summary>Sends one SMS. Foreseen failures are outcomes; anything thrown counts as deferred.</summary>
    Task<SendOutcome> SendAsync(OutgoingSms sms, CancellationToken cancellationToken);
}

/// <summary>A provider that can be asked what became of an SMS.</summary>
internal interface ISmsFollower
{
    /// <summary>Asks.</summary>
    /// <param name="providerId">The id that the provider gave it.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>What is known now; null where there was no answer.</returns>
    Task<SmsReport?> AskAsync(string providerId, CancellationToken cancellationToken);
}
