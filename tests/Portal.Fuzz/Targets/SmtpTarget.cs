using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;

namespace Portal.Fuzz.Targets;

/// <summary>Both mail doors on a connection that waits after DATA, says all else that it has to say at once, and closes.</summary>
internal sealed class SmtpTarget : IFuzzTarget
{
    private const string Mail = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB\r\n";

    private readonly IOptions<SmtpOptions> _options = Options.Create(new SmtpOptions { HostName = "portal.test" });
    private readonly Spool _spool = new(Path.Combine(Path.GetTempPath(), $"portal-fuzz-{Environment.ProcessId}"));

    public string Name => "smtp";

    public IReadOnlyList<byte[]> Seeds { get; } = Material.Words(
        $"EHLO a.example\r\nMAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<e@d.example>\r\nDATA\r\n{Mail}..\r\n.\r\nRSET\r\nQUIT\r\n",
        $"LHLO a.example\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nBDAT {Mail.Length}\r\n{Mail}BDAT 0 LAST\r\nNOOP\r\nVRFY x\r\nQUIT\r\n",
        $"HELO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n{Mail}\n.\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n.\r\n");

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "\r\n", "\n", "\r", ".\r\n", "\r\n.\r\n", "\n.\n", "\r.\r", "\r\n.\n", "EHLO x\r\n", "LHLO x\r\n", "HELO ", "MAIL FROM:<", "RCPT TO:<c@d.example>\r\n", "DATA\r\n", "BDAT ",
        "BDAT 99999999999999999999 LAST\r\n", "BDAT -1\r\n", " LAST", "RSET\r\n", "STARTTLS\r\n", "QUIT\r\n", "NOOP\r\n", "SMTPUTF8", " SIZE=18446744073709551616", "\"", "\\", "@", "<", ">", ":", "\0", "\u00FF");

    public async Task RunAsync(byte[] input)
    {
        foreach (var door in new[] { Door.Smtp, Door.Lmtp })
        {
            var (there, back) = (PipeReader.Create(new Pieces(input)), new Pipe(new PipeOptions(pauseWriterThreshold: 0)));
            var intake = new CountingIntake();
            var mails = new MailDoor(_options, intake, _spool, new Admission(_options), TimeProvider.System, NullLogger<MailDoor>.Instance);
            await mails.ServeAsync(
                new DefaultConnectionContext { Transport = new Duplex(there, back.Writer), RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 40000) }, door);
            await there.CompleteAsync();
            await back.Writer.CompleteAsync();
            var said = new StreamReader(back.Reader.AsStream(), Encoding.Latin1).ReadToEnd();
            if (!said.StartsWith("220 ", StringComparison.Ordinal) || !said.EndsWith("\r\n", StringComparison.Ordinal))
            {
                throw new FuzzException("The door did not speak SMTP.");
            }

            // Each mail was asked for by a DATA or a last BDAT of its own.
            var asked = Encoding.Latin1.GetString(input).ToUpperInvariant();
            if (intake.Mails > Count(asked, "DATA") + Count(asked, "LAST"))
            {
                throw new FuzzException("More mails came in than were sent.");
            }
        }
    }

    private static int Count(string text, string word) => (text.Length - text.Replace(word, "", StringComparison.Ordinal).Length) / word.Length;

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class CountingIntake : IIntake
    {
        public int Mails { get; private set; }

        public async ValueTask<IReadOnlyList<IntakeOutcome>> AcceptAsync(IncomingMail mail, CancellationToken cancellationToken)
        {
            await mail.Body.CopyToAsync(Stream.Null, cancellationToken);
            Mails++;
            return [.. mail.Recipients.Select(_ => new IntakeOutcome.Accepted())];
        }
    }
}
