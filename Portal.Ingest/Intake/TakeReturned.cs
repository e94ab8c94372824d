using Portal.Core.Outbox.Bounces;

namespace Portal.Ingest.Intake;

/// <summary>Takes a mail that came back to the envelope's sender of one of ours. It is read for one thing, what became of that mail, and thrown away.</summary>
internal sealed partial class TakeReturned(BounceAddresses addresses, RecordBounce record, ILogger<TakeReturned> logger)
{
    /// <summary>What it says is taken down once; saying it again changes nothing.</summary>
    /// <param name="mail">The mail, of which the body is the beginning.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IntakeOutcome> TakeAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        if (mail.ReversePath.Length > 0 || mail.Recipients is not [var recipient] || addresses.Find(recipient) is not { IsForged: false } target)
        {
            return Replies.NoNotice;
        }

        if (await ReadAsync(mail, cancellationToken) is not { } report)
        {
            LogNotUnderstood();
            return Replies.Accepted;
        }

        if (!await record.RunAsync(target, report, cancellationToken))
        {
            return Replies.NoNotice;
        }

        LogReport(report.Action, report.Status);
        return Replies.Accepted;
    }

    private static async Task<DeliveryReport?> ReadAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        whole.Write(mail.OuterHeader.Span);
        await mail.Body.CopyToAsync(whole, cancellationToken);
        whole.Position = 0;
        return await DeliveryReport.ReadAsync(whole, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "A mail came back that is no delivery status notification: it was thrown away")]
    private partial void LogNotUnderstood();

    [LoggerMessage(LogLevel.Information, "A delivery status notification came: {Action} ({Status})")]
    private partial void LogReport(ReportedAction action, string status);
}
