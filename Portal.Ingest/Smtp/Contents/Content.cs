using Portal.Core.Outbox.Bounces;
using Portal.Ingest.Intake;

namespace Portal.Ingest.Smtp.Contents;

/// <summary>Takes a mail's bytes: the header into memory, the body into the spool. Counts, and remembers the first failure.</summary>
/// <remarks>After a failure bytes are still counted, since the peer goes on sending, but none is kept.</remarks>
internal sealed class Content(SmtpOptions options, SpoolFile spool, ILogger logger)
{
    private readonly OuterHeader _header = new();
    private bool _spooled;
    private MemoryStream? _report;

    public long Size { get; private set; }

    /// <summary>Whether it goes to a bounce address: the beginning of its body is kept in memory then, and none of it on the disk.</summary>
    public bool KeepReport { get; set; }

    /// <summary>Why the mail cannot be taken, if so.</summary>
    public Reply? Failure { get; private set; }

    /// <summary>Whether the peer has sent so much too much that reading on makes no sense.</summary>
    public bool IsHopeless => Size - options.MaxMessageBytes > options.MaxDrainBytes;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        Size += bytes.Length;
        if (Size > options.MaxMessageBytes)
        {
            Refuse(Reply.TooLarge);
        }

        if (Failure is null && !_header.Complete)
        {
            bytes = TakeHeader(bytes);
        }

        if (Failure is null && _report is { } report)
        {
            report.Write(bytes[..(int)Math.Min(bytes.Length, DeliveryReport.MostBytes - report.Length)]);
        }
        else if (Failure is null && _spooled && !bytes.IsEmpty)
        {
            SpoolBody(bytes);
        }
    }

    /// <summary>Fails the mail, if it has not failed yet.</summary>
    public void Refuse(Reply reply)
    {
        if (Failure is null)
        {
            Failure = reply;
            spool.Clear();
        }
    }

    /// <summary>The mail, good until <see cref="Clear"/>. Call only without <see cref="Failure"/>.</summary>
    public IncomingMail ToMail(string reversePath, IReadOnlyList<string> recipients) => new()
    {
        ReversePath = reversePath,
        Recipients = recipients,
        OuterHeader = _header.Bytes,
        Body = _report is not null ? new MemoryStream(_report.GetBuffer(), 0, (int)_report.Length, writable: false) : _spooled ? spool.OpenRead() : Stream.Null,
        Size = Size,
    };

    public void Clear()
    {
        _header.Clear();
        spool.Clear();
        _spooled = false;
        _report = null;
        KeepReport = false;
        Size = 0;
        Failure = null;
    }

    private ReadOnlySpan<byte> TakeHeader(ReadOnlySpan<byte> bytes)
    {
        var rest = _header.Take(bytes);
        if (_header.Complete)
        {
            _spooled = !KeepReport && _header.AnnouncesCiphertext();
            _report = KeepReport ? new MemoryStream() : null;
            if (_header.HasBareLineEnd())
            {
                Refuse(Reply.BareLineEndInMail);
            }
        }
        else if (!rest.IsEmpty)
        {
            Refuse(Reply.HeaderTooLarge);
        }

        return rest;
    }

    private void SpoolBody(ReadOnlySpan<byte> bytes)
    {
        try
        {
            spool.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.SpoolFailed(logger, e.GetType().Name, e.HResult);
            Refuse(DiskFull.Is(e) ? Reply.DiskFull : Reply.Unforeseen);
        }
    }
}
