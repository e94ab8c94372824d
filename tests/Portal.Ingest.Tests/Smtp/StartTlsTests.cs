using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Portal.Ingest.Smtp;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class StartTlsTests : IDisposable
{
    private readonly X509Certificate2 _certificate = Certificates.SelfSigned();

    [Theory]
    [InlineData("EHLO", false)]
    [InlineData("EHLO", true)]
    [InlineData("LHLO", false)]
    public async Task A_mail_comes_under_tls(string hello, bool byteByByte)
    {
        await using var host = await DoorHost.StartAsync(o => o.Certificate = _certificate);
        await host.PlayAsync(
            Upgrade(hello) + $"""
            C: MAIL FROM:<a@b.example>
            C: RCPT TO:<c@d.example>
            C: DATA
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 354 *
            {Scripts.CipherHeader}
            C: {new string('x', 50_000)}
            C: .
            S: 250 2.0.0 *
            C: QUIT
            S: 221 *
            S: (closed)
            """,
            hello == "LHLO" ? Door.Lmtp : Door.Smtp,
            byteByByte);
        Assert.Equal(50_002, host.Intake.Single.Body.Length);
    }

    [Theory]
    [InlineData("C: STARTTLS\nC: MAIL FROM:<evil@b.example>\n")]
    [InlineData("C: STARTTLS\nC| R\n")]
    [InlineData("C: STARTTLS\nC: EHLO evil.example\nC: MAIL FROM:<evil@b.example>\nC: RCPT TO:<c@d.example>\nC: DATA\nC: .\n")]
    public async Task What_is_pipelined_behind_it_never_runs(string commands)
    {
        await using var host = await DoorHost.StartAsync(o => o.Certificate = _certificate);
        await host.PlayAsync(Scripts.Greeted + commands + "S: 554 5.5.1 *\nS: (closed)");
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task Clear_text_instead_of_a_handshake_ends_the_conversation()
    {
        await using var host = await DoorHost.StartAsync(o => o.Certificate = _certificate);
        await host.PlayAsync(Scripts.Greeted + "C: STARTTLS\nS: 220 *\nC: MAIL FROM:<evil@b.example>\nS: (closed)");
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task Without_a_certificate_it_is_not_offered()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Greeted + "C: STARTTLS\nS: 502 5.5.1 *" + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task This_machine_needs_no_tls_even_where_it_is_required()
    {
        await using var host = await DoorHost.StartAsync(o => (o.Certificate, o.RequireTls) = (_certificate, true));
        await host.PlayAsync(Scripts.InData + "C: .\nS: 250 *" + Scripts.StillThere);
        Assert.Equal(0, host.Intake.Single.Size);
    }

    [Fact]
    public async Task Another_machine_must_start_tls_where_it_is_required()
    {
        await using var peer = new PipePeer("192.0.2.7", o =>
        {
            (o.Certificate, o.RequireTls) = (_certificate, true);
            o.AllowedNetworks = ["192.0.2.0/24"];
        });
        await peer.Transcript.PlayAsync("""
            S: 220 *
            C: EHLO client.example
            S*: 250
            C: MAIL FROM:<a@b.example>
            S: 530 5.7.0 *
            C: BDAT 6 LAST
            C| QUIT\r\n
            S: 530 5.7.0 *
            C: NOOP
            S: 250 *
            C: STARTTLS
            S: 220 *
            TLS
            C: EHLO client.example
            S*: 250
            C: MAIL FROM:<a@b.example>
            S: 250 *
            C: QUIT
            S: 221 *
            S: (closed)
            """);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Tls_1_2_and_1_3_are_spoken(SslProtocols protocol)
    {
        await using var host = await DoorHost.StartAsync(o => o.Certificate = _certificate);
        using var stream = new NetworkStream(await host.ConnectAsync(Door.Smtp), ownsSocket: true);
        using var transcript = new Transcript(stream);
        await transcript.PlayAsync(Scripts.Greeted + "C: STARTTLS\nS: 220 *");
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "portal.test",
            EnabledSslProtocols = protocol,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        });
        Assert.Equal(protocol, tls.SslProtocol);
        Assert.Equal(_certificate.Thumbprint, ((X509Certificate2)tls.RemoteCertificate!).Thumbprint);
    }

    public void Dispose() => _certificate.Dispose();

    // From the greeting to the second one under TLS, and what must not be said on the way.
    private static string Upgrade(string hello) =>
        $"""
        S: 220 *
        C: {hello} client.example
        S: 250-portal.test
        S: 250-PIPELINING
        S: 250-SIZE 2147483648
        S: 250-STARTTLS
        S: 250-8BITMIME
        S*: 250
        C: STARTTLS now
        S: 501 5.5.4 *
        C: STARTTLS
        S: 220 2.0.0 *
        TLS
        C: MAIL FROM:<a@b.example>
        S: 503 5.5.1 *
        C: STARTTLS
        S: 503 5.5.1 *
        C: {hello} client.example
        S: 250-portal.test
        S: 250-PIPELINING
        S: 250-SIZE 2147483648
        S: 250-8BITMIME
        S*: 250
        C: STARTTLS
        S: 503 5.5.1 *

        """;
}
