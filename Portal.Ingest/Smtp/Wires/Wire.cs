using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;

namespace Portal.Ingest.Smtp.Wires;

/// <summary>The bytes of one connection, plain or under TLS, with their timeouts.</summary>
/// <remarks>Replies are collected and go out when the peer has to be waited for: what was pipelined is answered in one packet.</remarks>
internal sealed class Wire : IAsyncDisposable
{
    private const int CollectedBytes = 4096;

    private readonly IDuplexPipe _transport;
    private readonly TimeSpan _writePatience;
    private readonly Alarm _alarm;
    private PipeReader _input;
    private PipeWriter _output;
    private SslStream? _tls;
    private int _collected;
    private bool _ended;
    private bool _starved;
    private volatile bool _flushing;
    private volatile bool _idle;
    private volatile bool _stopping;

    public Wire(IDuplexPipe transport, TimeProvider time, TimeSpan writePatience)
    {
        _transport = transport;
        _input = transport.Input;
        _output = transport.Output;
        _writePatience = writePatience;
        _alarm = new Alarm(time, Ring);
    }

    public bool Secure => _tls is not null;

    /// <summary>Asks the conversation to end before its next command; a mail that is coming in may finish.</summary>
    public void Stop()
    {
        _stopping = true;
        Interlocked.MemoryBarrier(); // whoever writes its flag second sees the other's
        if (_idle)
        {
            _input.CancelPendingRead();
        }
    }

    /// <summary>Waits for bytes; <see cref="AdvanceTo(SequencePosition, SequencePosition)"/> must follow.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="idle">Whether this is between two commands, where the server may stop.</param>
    /// <exception cref="HangUpException">The time is up, the peer has gone, or the server stops.</exception>
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(TimeSpan patience, bool idle)
    {
        while (!_starved)
        {
            if (!_input.TryRead(out var result))
            {
                await FlushAsync();
                result = await WaitAsync(patience, idle);
            }

            if (!result.IsCanceled)
            {
                _ended = result.IsCompleted;
                return _ended && result.Buffer.IsEmpty ? throw new HangUpException(null) : result.Buffer;
            }

            ThrowIfOver(idle);
            _input.AdvanceTo(result.Buffer.Start);
        }

        throw new HangUpException(null);
    }

    public void AdvanceTo(SequencePosition consumed) => _input.AdvanceTo(consumed);

    /// <summary>Marks what was used and looked at, where more is needed: the conversation ends where no more will come.</summary>
    public void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _starved = _ended;
        _input.AdvanceTo(consumed, examined);
    }

    /// <summary>Whether bytes have come that nobody has read yet.</summary>
    public bool HasInput()
    {
        if (!_input.TryRead(out var result))
        {
            return false;
        }

        _input.AdvanceTo(result.Buffer.Start);
        return !result.Buffer.IsEmpty;
    }

    public async ValueTask WriteAsync(Reply reply)
    {
        _collected += ReplyText.Write(_output, reply);
        if (_collected >= CollectedBytes)
        {
            await FlushAsync();
        }
    }

    public void WriteLines(int code, IReadOnlyList<string> lines) => _collected += ReplyText.WriteLines(_output, code, lines);

    public async ValueTask FlushAsync()
    {
        if (_collected == 0)
        {
            return;
        }

        _collected = 0;
        var flush = _output.FlushAsync();
        var result = flush.IsCompleted ? await flush : await WaitAsync(flush);
        if (result.IsCanceled || result.IsCompleted)
        {
            throw new HangUpException(null);
        }
    }

    /// <summary>Goes on under TLS. Nothing that was read before is carried over.</summary>
    public async Task StartTlsAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var tls = new SslStream(new DuplexStream(_transport));
        try
        {
            await tls.AuthenticateAsServerAsync(options, cancellationToken);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }

        _tls = tls;
        _input = PipeReader.Create(tls, new StreamPipeReaderOptions(bufferSize: 16384, minimumReadSize: 4096, leaveOpen: true));
        _output = PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public async ValueTask DisposeAsync()
    {
        _alarm.Dispose();
        if (_tls is not null)
        {
            await _tls.DisposeAsync();
        }
    }

    /// <summary>Says the last words and, under TLS, that they are the last (RFC 8446 §6.1).</summary>
    public async ValueTask CloseAsync(Reply? farewell)
    {
        if (farewell is { } reply)
        {
            await WriteAsync(reply);
        }

        await FlushAsync();
        if (_tls is not null)
        {
            await _tls.ShutdownAsync();
        }
    }

    private async ValueTask<ReadResult> WaitAsync(TimeSpan patience, bool idle)
    {
        _idle = idle;
        Interlocked.MemoryBarrier();
        if (_stopping && idle)
        {
            throw new HangUpException(Reply.ShuttingDown);
        }

        _alarm.Set(patience);
        try
        {
            return await _input.ReadAsync();
        }
        finally
        {
            _alarm.Stop();
            _idle = false;
        }
    }

    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        _flushing = true;
        _alarm.Set(_writePatience);
        try
        {
            return await flush;
        }
        finally
        {
            _alarm.Stop();
            _flushing = false;
        }
    }

    private void Ring()
    {
        if (_flushing)
        {
            _output.CancelPendingFlush();
        }
        else
        {
            _input.CancelPendingRead();
        }
    }

    // A cancelled read may have neither cause: the server stopped just as a command came that began a mail.
    private void ThrowIfOver(bool idle)
    {
        if (_alarm.Rang)
        {
            throw new HangUpException(Reply.TimedOut);
        }

        if (_stopping && idle)
        {
            throw new HangUpException(Reply.ShuttingDown);
        }
    }
}
