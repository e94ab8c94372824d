using System.Diagnostics;
using Portal.Ingest.Smtp;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>Senders that others wrote.</summary>
public sealed class SenderTests
{
    [ProgramTheory("swaks")]
    [InlineData("SMTP", false)]
    [InlineData("SMTP", true)]
    [InlineData("LMTP", false)]
    public async Task Swaks_delivers(string protocol, bool tls)
    {
        using var certificate = Certificates.SelfSigned();
        await using var host = await DoorHost.StartAsync(o => o.Certificate = certificate);
        var door = protocol == "LMTP" ? Door.Lmtp : Door.Smtp;
        string[] spoken = protocol == "LMTP" ? ["--protocol", "LMTP"] : [];
        string[] security = tls ? ["--tls"] : [];
        await RunAsync("swaks",
        [
            "--server", "127.0.0.1", "--port", $"{host.Port(door)}", "--from", "a@b.example", "--to", "c@d.example,e@f.example",
            "--header", "Content-Type: application/pkcs7-mime", "--body", "one\n.two\n..three", .. spoken, .. security,
        ]);
        Assert.Equal(["c@d.example", "e@f.example"], host.Intake.Single.Recipients);
        Assert.StartsWith("one\r\n.two\r\n..three\r\n", host.Intake.Single.Body, StringComparison.Ordinal);
    }

    [ProgramTheory("python3")]
    [InlineData("SMTP", false)]
    [InlineData("SMTP", true)]
    [InlineData("LMTP", false)]
    public async Task Python_delivers_twice_over_one_connection(string protocol, bool tls)
    {
        using var certificate = Certificates.SelfSigned();
        await using var host = await DoorHost.StartAsync(o => o.Certificate = certificate);
        var door = protocol == "LMTP" ? Door.Lmtp : Door.Smtp;
        // smtplib reads only one reply after the dot, also of LMTP.
        var recipients = protocol == "LMTP" ? "['c@d.example']" : "['c@d.example', 'e@f.example']";
        var body = string.Concat(Enumerable.Repeat(".dots and text\r\n..\r\n", 20_000));
        await RunAsync("python3",
        [
            "-c",
            $"""
            import smtplib, ssl
            mail = b'Content-Type: application/pkcs7-mime\r\n\r\n' + b'.dots and text\r\n..\r\n' * 20000
            door = smtplib.{protocol}('127.0.0.1', {host.Port(door)}, local_hostname='client.example')
            if {(tls ? "True" : "False")}:
                door.starttls(context=ssl._create_unverified_context())
            for sender in 'one@b.example', 'jürgen@b.example':
                refused = door.sendmail(sender, {recipients}, mail, mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
                assert refused == dict(), refused
            door.quit()
            """,
        ]);
        Assert.Equal(["one@b.example", "jürgen@b.example"], host.Intake.Mails.Select(m => m.ReversePath));
        Assert.All(host.Intake.Mails, mail => Assert.Equal(body, mail.Body));
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output} {await errors}");
    }
}
