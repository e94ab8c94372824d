using System.Collections.Concurrent;
using System.Text;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>Keeps what the doors hand over, and answers as it is told.</summary>
internal sealed class FakeIntake : IIntake
{
    public ConcurrentQueue<TakenMail> Mails { get; } = new();

    /// <summary>What to answer for a recipient.</summary>
    public Func<string, IntakeOutcome> Outcome { get; set; } = _ => new IntakeOutcome.Accepted();

    public TakenMail Single => Assert.Single(Mails);

    public async ValueTask<IReadOnlyList<IntakeOutcome>> AcceptAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await mail.Body.CopyToAsync(body, cancellationToken);
        Mails.Enqueue(new TakenMail(
            mail.ReversePath,
            mail.Recipients,
            Encoding.Latin1.GetString(mail.OuterHeader.Span),
            Encoding.Latin1.GetString(body.ToArray()),
            mail.Size));
        return [.. mail.Recipients.Select(Outcome)];
    }
}

/// <summary>A mail with its bytes as Latin-1 characters.</summary>
internal sealed record TakenMail(string ReversePath, IReadOnlyList<string> Recipients, string Header, string Body, long Size);
