using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace Portal.Core.Outbox.Relay;

/// <summary>The bytes of one connection: lines out, replies in, each within its time. Every failure is an <see cref="SmtpFailure"/>.</summary>
internal sealed class SmtpWire(Stream stream, TimeProvider clock) : IAsyncDisposable
{
    // RFC 5321 section 4.5.3.1.5 allows 512; relays are sometimes wordier, but never by much.
    private const int LongestLine = 2048;
    private const int MostLines = 128;

    private const int Piece = 64 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream = stream;
    private int _start;
    private int _end;

    /// <summary>Whether TLS protects the connection.</summary>
    public bool IsSecure => _stream is SslStream;

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    public Task WriteLineAsync(string line, TimeSpan timeout, CancellationToken cancellationToken) =>
        WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), timeout, cancellationToken);

    public Task WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan timeout, CancellationToken cancellationToken) => WithinAsync(timeout, async limited =>
    {
        await _stream.WriteAsync(bytes, limited);
        await _stream.FlushAsync(limited);
        return true;
    }, cancellationToken);

    /// <summary>Writes what is before a stream, the stream, and what is behind it: all of it within the time, however slowly it is read at the other end.</summary>
    public Task WriteAsync(
        ReadOnlyMemory<byte> before, Stream content, ReadOnlyMemory<byte> behind, TimeSpan timeout, CancellationToken cancellationToken) =>
        WithinAsync(timeout, async limited =>
        {
            await _stream.WriteAsync(before, limited);
            await content.CopyToAsync(_stream, Piece, limited);
            await _stream.WriteAsync(behind, limited);
            await _stream.FlushAsync(limited);
            return true;
        }, cancellationToken);

    /// <summary>Reads one reply, all its lines.</summary>
    public Task<SmtpReply> ReadReplyAsync(TimeSpan timeout, CancellationToken cancellationToken) => WithinAsync(timeout, async limited =>
    {
        List<string> lines = [];
        int? code = null;
        while (true)
        {
            var line = SmtpReply.ParseLine(await ReadLineAsync(limited)) ?? throw new SmtpFailure(SmtpFailure.Garbled);
            if (lines.Count == MostLines || (code ??= line.Code) != line.Code)
            {
                throw new SmtpFailure(SmtpFailure.Garbled);
            }

            lines.Add(line.Text);
            if (!line.More)
            {
                return SmtpReply.Of(line.Code, lines);
            }
        }
    }, cancellationToken);

    /// <summary>Puts TLS under the connection.</summary>
    /// <exception cref="AuthenticationException">No common ground, or the certificate is not good.</exception>
    public Task SecureAsync(SslClientAuthenticationOptions tls, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // What came in clear behind the reply to STARTTLS would pass for protected otherwise (RFC 3207 section 6, CVE-2011-0411).
        if (_start < _end)
        {
            throw new SmtpFailure(SmtpFailure.Garbled);
        }

        return WithinAsync(timeout, async limited =>
        {
            var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
            try
            {
                await secure.AuthenticateAsClientAsync(tls, limited);
            }
            catch (IOException error)
            {
                throw new AuthenticationException("The relay broke off the handshake.", error);
            }

            _stream = secure;
            return true;
        }, cancellationToken);
    }

    private async Task<T> WithinAsync<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpFailure(SmtpFailure.Timeout, error);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw new SmtpFailure(SmtpFailure.Lost, error);
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                {
                    throw new SmtpFailure(SmtpFailure.Lost);
                }
            }

            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var taken = feed < 0 ? _end - _start : feed + 1;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, taken));
            _start += taken;
            if (line.Length > LongestLine)
            {
                throw new SmtpFailure(SmtpFailure.Garbled);
            }

            if (feed >= 0)
            {
                return line.ToString().TrimEnd('\r', '\n');
            }
        }
    }
}
