using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Tunnel;
using Portal.Ingest.Tests.Intake;
using Portal.Ingest.Tests.Smtp;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Http;

/// <summary>Disks that are full, databases that are away, and clients that lie, dawdle or come from elsewhere.</summary>
public sealed class HttpTroubleTests
{
    private const string Later = "Retry-After: 60\n";

    [TinyDiskFact]
    public async Task A_full_disk_is_said_and_the_mail_is_taken_when_there_is_space()
    {
        using var folder = new TempFolder();
        using var disk = await TinyDisk.MountAsync(folder.File("data"), 16 * 1024);
        await WithAsync([("Portal:DataDirectory", folder.File("data"))], async office =>
        {
            Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(await office.MailAsync()));
            var (mail, before) = (await office.MailAsync(Originals.Wrapped(Originals.Large)), await Kept.ByAsync(office.Portal));
            foreach (var free in (int[])[32 * 1024, 800 * 1024])
            {
                // Too little for the spool, then for the message behind it.
                disk.Fill(free);
                Assert.StartsWith("507 application/problem+json\nRetry-After: 300\n", await office.PostAsync(mail), StringComparison.Ordinal);
                disk.Clear();
                Assert.Equal(before, await Kept.ByAsync(office.Portal));
            }

            Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(mail));
        });
    }

    [Theory]
    [InlineData("Gateways")]
    [InlineData("Submissions")]
    [InlineData("Messages")]
    public async Task A_database_that_is_away_keeps_nothing_and_says_later(string table) => await WithAsync([], async office =>
    {
        Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(await office.MailAsync()));
        Action<HttpRequestMessage> keyed = request => request.Headers.Add("Idempotency-Key", "one");
        var (mail, files) = (await office.MailAsync(), Kept.Files(office.Portal));
        await office.Portal.ExecuteAsync($"ALTER TABLE \"{table}\" RENAME TO \"Elsewhere\"");
        Assert.StartsWith("503 application/problem+json\n" + Later, await office.PostAsync(mail, keyed), StringComparison.Ordinal);
        await office.Portal.ExecuteAsync($"ALTER TABLE \"Elsewhere\" RENAME TO \"{table}\"");
        Assert.Equal(files, Kept.Files(office.Portal));
        Assert.DoesNotContain(office.Portal.Log.Lines, line => line.Text.Contains("bob@", StringComparison.Ordinal));
        Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(mail, keyed));
        Assert.Equal(2, await office.Portal.QueryAsync(db => db.Deliveries.CountAsync()));
    });

    [Fact]
    public async Task A_declared_length_that_is_too_large_is_refused_before_a_byte_is_read() =>
        await PlayAsync([("Ingest:MaxMessageBytes", "2000")], "C: Content-Length: 2001\nC:\nS: HTTP/1.1 413 *");

    [Fact]
    public async Task What_comes_is_counted_whatever_was_declared() => await WithAsync([("Ingest:MaxMessageBytes", "2000")], async office =>
        Assert.Equal(
            HttpOffice.Problem(413, "Content too large", "Mail too large"),
            await office.PostAsync(new byte[2001], request =>
            {
                request.Headers.TransferEncodingChunked = true;
                request.Content!.Headers.ContentLength = null;
            })));

    [Fact]
    public async Task A_body_that_trickles_is_given_up() =>
        await PlayAsync([("Ingest:DataTimeout", "00:00:01")], "C: Content-Length: 2000\nC:\nC| Content-Type:\nS: HTTP/1.1 408 *");

    [Fact]
    public async Task A_body_that_breaks_off_leaves_nothing() => await WithAsync(Plain(), async office =>
    {
        var before = await Kept.ByAsync(office.Portal);
        using (var peer = await ConnectAsync(office))
        {
            await peer.PlayAsync(Header(office) + "C: Content-Length: 2000\nC:\nC: Content-Type: application/pkcs7-mime\nC:\nC: MIIB");
        }

        Assert.Equal(before, await Kept.ByAsync(office.Portal));
    });

    [Fact]
    public async Task A_client_certificate_that_has_ended_opens_nothing() => await WithAsync([], async office =>
    {
        using var certificate = HttpOffice.ClientCertificate();
        await office.Portal.Get<GatewayCredentials>().NameCertificateAsync("office", certificate, default);
        Action<HttpRequestMessage> keyless = request => request.Headers.Authorization = null;
        Assert.StartsWith("400 ", await office.PostAsync([], request =>
        {
            keyless(request);
            request.Headers.Remove("X-Envelope-To");
        }, certificate), StringComparison.Ordinal);
        office.Portal.Clock.Advance(TimeSpan.FromDays(11));
        Assert.StartsWith("401 ", await office.PostAsync([], keyless, certificate), StringComparison.Ordinal);
    });

    [Fact]
    public async Task Other_networks_hear_nothing() => await WithAsync([("Ingest:AllowedNetworks:0", "192.0.2.0/24")], async office =>
        await Assert.ThrowsAsync<HttpRequestException>(() => office.PostAsync([])));

    [Fact]
    public async Task Connections_of_one_address_are_counted() => await WithAsync([.. Plain(), ("Ingest:MaxConnectionsPerAddress", "1")], async office =>
    {
        using var first = await ConnectAsync(office);
        await first.PlayAsync("C: GET / HTTP/1.1\nC: Host: x\nC:\nS: HTTP/1.1 404 *");
        try
        {
            using var second = await ConnectAsync(office);
            await second.PlayAsync("S: (closed)");
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The door was quicker than this end of the handshake: closed all the same.
        }
    });

    private static (string, string)[] Plain() => [("Ingest:HttpListen", "http://127.0.0.1:0")];

    private static string Header(HttpOffice office) =>
        $"C: POST /ingest/messages HTTP/1.1\nC: Host: portal\nC: Authorization: Bearer {office.Key}\nC: Content-Type: message/rfc822\nC: X-Envelope-To: bob@example.org\n";

    private static Task PlayAsync((string, string)[] settings, string script) => WithAsync([.. Plain(), .. settings], async office =>
    {
        using var peer = await ConnectAsync(office);
        await peer.PlayAsync(Header(office) + script);
        Assert.Empty(Kept.Files(office.Portal));
    });

    private static async Task<Transcript> ConnectAsync(HttpOffice office)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", office.Portal.Door.Port);
        return new Transcript(new NetworkStream(socket, ownsSocket: true));
    }

    private static async Task WithAsync((string, string)[] settings, Func<HttpOffice, Task> work)
    {
        var office = new HttpOffice { Settings = settings };
        await office.InitializeAsync();
        try
        {
            await work(office);
        }
        finally
        {
            await office.DisposeAsync();
        }
    }
}
