namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>No way out: for SMS that were queued while there still was one.</summary>
internal sealed class NoSms : ISmsSender
{
    public int Lanes => 1;

    public TimeSpan LongestSend => TimeSpan.FromSeconds(1);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public Task<SendOutcome> SendAsync(OutgoingSms sms, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Deferred("no provider"));
}
