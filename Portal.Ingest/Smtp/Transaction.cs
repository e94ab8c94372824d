using Portal.Core.Outbox.Bounces;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp.Contents;
using Portal.Ingest.Smtp.Envelopes;

namespace Portal.Ingest.Smtp;

/// <summary>One mail: <see cref="Start"/>, <see cref="Add"/> for each recipient, bytes into <see cref="Content"/>, then
/// <see cref="CommitAsync"/> or <see cref="Abort"/>. Either ends it, and the next may start.</summary>
internal sealed class Transaction(IIntake intake, Content content, ILogger logger, BounceAddresses? bounces = null)
{
    private readonly List<string> _recipients = [];
    private string _reversePath = "";

    public Content Content => content;

    public BodyKind Body { get; private set; }

    public bool Utf8 { get; private set; }

    public int Recipients => _recipients.Count;

    public void Start(string reversePath, MailParameters parameters)
    {
        _reversePath = reversePath;
        Body = parameters.Body;
        Utf8 = parameters.Utf8;
    }

    /// <summary>Whether it goes to a bounce address, and to nobody else.</summary>
    public bool Returned { get; private set; }

    /// <summary>Takes a recipient in.</summary>
    /// <returns>Why not; null where it is in.</returns>
    public Reply? Add(string recipient)
    {
        var target = bounces?.Find(recipient);
        if (Refusal(target) is { } refusal)
        {
            return refusal;
        }

        _recipients.Add(recipient);
        Returned = target is not null;
        content.KeepReport = Returned;
        return null;
    }

    /// <summary>Hands the mail over.</summary>
    /// <returns>One reply a recipient, in their order. Never fails: what nobody foresaw is a temporary failure.</returns>
    public async ValueTask<IReadOnlyList<Reply>> CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return content.Failure is { } failure ? All(failure) : await HandOverAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return All(Reply.ShuttingDown with { Code = 451 });
        }
        catch (Exception e)
        {
            Log.Unforeseen(logger, e);
            return All(Reply.Unforeseen);
        }
        finally
        {
            Abort();
        }
    }

    public void Abort()
    {
        content.Clear();
        _recipients.Clear();
        _reversePath = "";
        Body = BodyKind.SevenBit;
        Utf8 = false;
        Returned = false;
    }

    // Reports have the null reverse path (RFC 3464 §2, RFC 5321 §4.5.5), and one recipient: the address that the mail left with. Others go in a mail of their own.
    private Reply? Refusal(BounceTarget? target) =>
        target is null ? Returned ? Reply.TooManyRecipients : null
        : target.IsForged ? Reply.NoNotice
        : _reversePath.Length > 0 ? Reply.ReportsOnly
        : _recipients.Count > 0 ? Reply.TooManyRecipients
        : null;

    private async ValueTask<IReadOnlyList<Reply>> HandOverAsync(CancellationToken cancellationToken)
    {
        string[] recipients = [.. _recipients];
        var mail = content.ToMail(_reversePath, recipients) with { Returned = Returned };
        await using (mail.Body)
        {
            var outcomes = await intake.AcceptAsync(mail, cancellationToken);
            return outcomes.Count == recipients.Length
                ? [.. outcomes.Select(Reply.Of)]
                : throw new InvalidOperationException("The intake answered for another number of recipients than it was asked for.");
        }
    }

    private Reply[] All(Reply reply) => [.. Enumerable.Repeat(reply, _recipients.Count)];
}
