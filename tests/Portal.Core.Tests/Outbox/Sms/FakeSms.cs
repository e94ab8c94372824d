using System.Collections.Concurrent;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>Takes SMS, answers as it is told, and can be asked.</summary>
internal sealed class FakeSms(Func<OutgoingSms, SendOutcome> answer) : ISmsSender, ISmsFollower
{
    public FakeSms(SendOutcome always)
        : this(_ => always)
    {
    }

    public ConcurrentQueue<OutgoingSms> Taken { get; } = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    public SmsReport? Report { get; set; }

    public int Lanes => 4;

    public TimeSpan LongestSend => TimeSpan.FromMinutes(1);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public Task<SendOutcome> SendAsync(OutgoingSms sms, CancellationToken cancellationToken)
    {
        Taken.Enqueue(sms);
        return Task.FromResult(answer(sms));
    }

    public Task<SmsReport?> AskAsync(string providerId, CancellationToken cancellationToken)
    {
        Asked.Enqueue(providerId);
        return Task.FromResult(Report);
    }
}
