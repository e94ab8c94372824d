using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>What the kernel is asked for before a gateway hears that its mail is taken.</summary>
public sealed class DurabilityTests
{
    private const int Mails = 5;
    private const string Calls = "fsync,fdatasync,rename,renameat,renameat2,link,linkat,sendmsg,sendto";

    private static readonly (string What, string Pattern)[] Before =
    [
        ("fsync of the blob", @"^f(data)?sync\(\d+<[^>]*/blobs/incoming/\w+>\s*\)\s+= 0"),
        ("its name", @"^(rename|link)\w*\(.*/blobs/incoming/.*/blobs/[0-9a-f]{2}/"),
        ("fsync of its folder", @"^f(data)?sync\(\d+<[^>]*/blobs/[0-9a-f]{2}>\s*\)\s+= 0"),
        ("fsync of the database", @"^f(data)?sync\(\d+<[^>]*/portal\.db(-wal|-journal)?>\s*\)\s+= 0"),
    ];

    [StraceFact]
    public async Task Each_answer_comes_after_fsync_of_blob_folder_and_database()
    {
        var door = $"http://127.0.0.1:{FreePort.Next()}";
        await using var office = await LiveOffice.StartAsync($"--Ingest:HttpListen={door}", "--Tunnel:GatewayRefresh=00:00:00");
        var (_, key, _) = await RunningPortal.CommandAsync(office.Portal.Data, "gateway", "key", "office");
        await office.DeliverAsync(Mail(), "bob@example.org");
        using var folder = new TempFolder();
        await using var watched = await SystemCalls.WatchAsync(office.Portal.ProcessId, Calls, folder.File("calls"));
        await using (var smtp = await MailClient.ConnectAsync(office.Portal.SmtpPort))
        await using (var lmtp = await MailClient.ConnectAsync(office.Portal.LmtpPort, lmtp: true))
        {
            for (var i = 0; i < Mails; i++)
            {
                var mail = await office.Gateway.WrapAsync(Mail(), office.TunnelCertificate);
                Assert.StartsWith("250 ", Assert.Single(await (i % 2 == 0 ? smtp : lmtp).SendAsync(mail, "bob@example.org")), StringComparison.Ordinal);
                await PostAsync($"{door}/ingest/messages", key.Trim(), await office.Gateway.WrapAsync(Mail(), office.TunnelCertificate));
            }
        }

        var calls = await watched.StopAsync();
        var answers = calls.Index().Where(c => Regex.IsMatch(c.Item, @"^send(msg|to)\(.*(250 2\.0\.0 Taken|HTTP/1\.1 200 OK)")).Select(c => c.Index).ToList();
        Assert.Equal(2 * Mails, answers.Count);
        foreach (var (from, to) in answers.Prepend(0).Zip(answers))
        {
            List<string> before = [.. calls.Skip(from).Take(to - from)];
            Assert.True(MissingOf(before) is null, $"No {MissingOf(before)} in its place:\n{string.Join('\n', before)}");

            // And it would be seen: without any one of them, the rest does not pass, nor does the database's fsync before the blob is there.
            Assert.All(Before, call => Assert.Equal(call.What, MissingOf([.. before.Where(c => !Regex.IsMatch(c, call.Pattern))])));
            Assert.NotNull(MissingOf([.. before.OrderByDescending(c => Regex.IsMatch(c, Before[^1].Pattern))]));
        }
    }

    /// <returns>The first of the calls that is not there after those before it; null when all are.</returns>
    private static string? MissingOf(List<string> calls)
    {
        var at = 0;
        foreach (var (what, pattern) in Before)
        {
            var found = calls.FindIndex(at, call => Regex.IsMatch(call, pattern));
            if (found < 0)
            {
                return what;
            }

            at = found + 1;
        }

        return null;
    }

    private static byte[] Mail() => OpenSslGateway.Rfc822($"From: alice@example.com\nMessage-ID: <{Guid.NewGuid():N}@example.com>\n\nDear Bob\n");

    private static async Task PostAsync(string door, string key, byte[] mail)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, door)
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(mail).ReplaceLineEndings("\r\n"))),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-Envelope-To", "bob@example.org");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
