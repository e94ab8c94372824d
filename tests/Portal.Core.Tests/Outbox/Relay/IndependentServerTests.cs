using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Portal.Core.Outbox;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

/// <summary>The other side is a server that we did not write: Python's smtpd (gone from Python 3.12 on, then visibly skipped).</summary>
public sealed class IndependentServerTests : RelayFixture
{
    private const string Script = """
        import asyncore, smtpd, sys, warnings
        class Server(smtpd.SMTPServer):
            def process_message(self, peer, mailfrom, rcpttos, data, **kw):
                open(sys.argv[1], 'ab').write(data + b'\n')
                print('mail', mailfrom, *rcpttos, flush=True)
        server = Server(('127.0.0.1', int(sys.argv[2])), None, enable_SMTPUTF8=True)
        print('ready', flush=True)
        asyncore.loop(timeout=0.1)
        """;

    [PythonSmtpdFact]
    public async Task It_takes_several_mails_over_one_connection()
    {
        var received = FileOf("received", "");
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var python = Process.Start(new ProcessStartInfo(
            "python3", ["-W", "ignore", "-c", Script, received, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["PYTHONIOENCODING"] = "utf-8" },
        })!;
        try
        {
            Assert.Equal("ready", await python.StandardOutput.ReadLineAsync());
            await using var relay = Relay();
            Settings.Port = port;
            foreach (var to in (string[])["bob@example.net", "jörg@example.net"])
            {
                Assert.IsType<SendOutcome.Sent>(await relay.SendAsync(Mail with { To = to }, CancellationToken.None));
                Assert.Equal($"mail portal@bank.example {to}", await python.StandardOutput.ReadLineAsync());
            }

            Assert.Equal(2, (await File.ReadAllLinesAsync(received)).Count(line => line == Samples.Link) / 2);
        }
        finally
        {
            python.Kill();
            await python.WaitForExitAsync();
        }
    }
}

/// <summary>A fact that needs Python's smtpd module.</summary>
public sealed class PythonSmtpdFactAttribute : FactAttribute
{
    public PythonSmtpdFactAttribute() => Skip = IsThere() ? null : "python3 with its module smtpd is not on this machine";

    private static bool IsThere()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-W", "ignore", "-c", "import smtpd, asyncore"]) { RedirectStandardError = true });
            python!.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
