using System.Globalization;
using System.Net.Security;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>Plays a conversation. Lines of a script:
/// <c>C: text</c> is sent with CRLF, <c>C| text</c> without; both know \r \n \0 \t \xNN, and neighbours go out in one packet;
/// <c>S: text</c> must be answered, a star at the end stands for anything; <c>S*: 250</c> is a reply of any number of lines;
/// <c>S: (closed)</c> is the end of the connection; <c>TLS</c> starts TLS.</summary>
internal sealed partial class Transcript(Stream stream, bool byteByByte = false) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<byte> _received = [];
    private Stream _stream = stream;

    public async Task PlayAsync(string script)
    {
        var packet = new StringBuilder();
        foreach (var line in script.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim('\r')))
        {
            if (line.StartsWith("C: ", StringComparison.Ordinal) || line is "C:")
            {
                packet.Append(Unescape(line[Math.Min(3, line.Length)..])).Append("\r\n");
            }
            else if (line.StartsWith("C| ", StringComparison.Ordinal))
            {
                packet.Append(Unescape(line[3..]));
            }
            else
            {
                await SendAsync(packet.ToString());
                packet.Clear();
                await ExpectAsync(line);
            }
        }

        await SendAsync(packet.ToString());
    }

    public async Task SendAsync(string latin1)
    {
        var bytes = Encoding.Latin1.GetBytes(latin1);
        if (!byteByByte)
        {
            await _stream.WriteAsync(bytes);
            return;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            await _stream.WriteAsync(bytes.AsMemory(i, 1));
            await Task.Yield();
        }
    }

    /// <summary>One line without CRLF, or null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        while (_received.IndexOf((byte)'\n') < 0)
        {
            int count;
            try
            {
                count = await _stream.ReadAsync(buffer, patience.Token);
            }
            catch (IOException)
            {
                count = 0; // a reset is an end as well
            }

            if (count == 0)
            {
                return null;
            }

            _received.AddRange(buffer.AsSpan(0, count));
        }

        var length = _received.IndexOf((byte)'\n') + 1;
        var line = Encoding.Latin1.GetString(_received.Take(length).ToArray());
        _received.RemoveRange(0, length);
        Assert.EndsWith("\r\n", line, StringComparison.Ordinal);
        return line[..^2];
    }

    public void Dispose() => _stream.Dispose();

    private async Task ExpectAsync(string line)
    {
        switch (line)
        {
            case "TLS":
                await StartTlsAsync();
                break;
            case "S: (closed)":
                Assert.Null(await ReadLineAsync());
                break;
            case ['S', '*', ':', ' ', .. var code]:
                await ExpectManyAsync(code);
                break;
            case ['S', ':', ' ', .. var text, '*']:
                Assert.StartsWith(text, await ReadLineAsync() ?? "(closed)", StringComparison.Ordinal);
                break;
            case ['S', ':', ' ', .. var text]:
                Assert.Equal(text, await ReadLineAsync() ?? "(closed)");
                break;
            default:
                throw new FormatException($"The script has a line of no kind: {line}");
        }
    }

    private async Task ExpectManyAsync(string code)
    {
        string? line;
        do
        {
            line = await ReadLineAsync();
            Assert.StartsWith(code, line ?? "(closed)", StringComparison.Ordinal);
        }
        while (line![3] == '-');
    }

    private async Task StartTlsAsync()
    {
        Assert.Empty(_received);
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        using var patience = new CancellationTokenSource(Patience);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "portal.test",
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            },
            patience.Token);
    }

    private static string Unescape(string text) => Escape().Replace(text, match => match.Value[1] switch
    {
        'r' => "\r",
        'n' => "\n",
        't' => "\t",
        '0' => "\0",
        'x' => ((char)byte.Parse(match.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        _ => "\\",
    });

    [GeneratedRegex(@"\\(r|n|t|0|\\|x[0-9A-Fa-f]{2})")]
    private static partial Regex Escape();
}
