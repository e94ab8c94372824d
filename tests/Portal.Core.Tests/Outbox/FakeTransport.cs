using System.Collections.Concurrent;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;

namespace Portal.Core.Tests.Outbox;

/// <summary>Takes mails and answers as it is told.</summary>
internal sealed class FakeTransport(Func<OutgoingMail, CancellationToken, Task<SendOutcome>> answer) : IMailTransport
{
    public FakeTransport(SendOutcome always)
        : this((_, _) => Task.FromResult(always))
    {
    }

    public ConcurrentQueue<OutgoingMail> Mails { get; } = new();

    public int Lanes { get; init; } = 4;

    public TimeSpan LongestSend => TimeSpan.FromMinutes(1);

    public int Flushes { get; private set; }

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Mails.Enqueue(mail);
        var outcome = await answer(mail, cancellationToken);
        if (outcome is SendOutcome.Sent)
        {
            mail.Note(JournalState.Taken);
        }

        return outcome;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Flushes++;
        return ValueTask.CompletedTask;
    }
}
