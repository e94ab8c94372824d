using Portal.Ingest.Intake;

namespace Portal.Ingest.Smtp.Contents;

/// <summary>Takes a mail's bytes: the header into memory, the body into the spool. Counts, and remembers the first failure.</summary>
/// <remarks>After a failure bytes are still counted, since the peer goes on sending, but none is kept.</remarks>
internal sealed class Content(SmtpOptions options, SpoolFile spool, ILogger logger)
{
    private readonly OuterHeader _header = new();
    private bool _spooled;

    public long Size { get; private set; }

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

        if (Failure is null && _spooled && !bytes.IsEmpty)
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
        Body = _spooled ? spool.OpenRead() : Stream.Null,
        Size = Size,
    };

    public void Clear()
    {
        _header.Clear();
        spool.Clear();
        _spooled = false;
        Size = 0;
        Failure = null;
    }

    private ReadOnlySpan<byte> TakeHeader(ReadOnlySpan<byte> bytes)
    {
        var rest = _header.Take(bytes);
        if (_header.Complete)
        {
            _spooled = _header.AnnouncesCiphertext();
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
