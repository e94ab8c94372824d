using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>The HTTP door of the running product: opened by a setting, its key made by the operator's command, apart from the web door.</summary>
public sealed class HttpDoorTests
{
    [Fact]
    public async Task A_key_of_the_operator_brings_a_mail_in_and_no_door_serves_the_others_pages()
    {
        var door = new Uri($"https://127.0.0.1:{FreePort.Next()}");
        await using var office = await LiveOffice.StartAsync($"--Ingest:HttpListen={door.AbsoluteUri}");
        var (status, key, _) = await RunningPortal.CommandAsync(office.Portal.Data, "gateway", "key", "office");
        Assert.Equal((0, 43), (status, key.Trim().Length));
        var mail = await office.Gateway.WrapAsync(OpenSslGateway.Rfc822("From: alice@example.com\nSubject: Posted\n\nDear Bob\n"), office.TunnelCertificate);

        using var client = office.Portal.CreateClient(follow: false);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, new Uri(office.Portal.Web, "/ingest/messages"), key.Trim(), mail)); // no form's token
        using var page = await client.GetAsync(new Uri(door, "/sign-in"));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));

        // The running portal learns of the new key a moment later.
        while (await PostAsync(client, new Uri(door, "/ingest/messages"), key.Trim(), mail) is var answer && answer != HttpStatusCode.OK)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer);
            await Task.Delay(100);
        }

        Assert.NotEmpty(await office.Outgoing.ToAsync("bob@example.org"));
        Assert.DoesNotContain(key.Trim(), office.Portal.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mail_doors_alone_have_it_too()
    {
        using var folder = new TempFolder();
        var gateway = await OpenSslGateway.CreateAsync(folder.Path);
        await RunningPortal.CommandAsync(folder.File("data"), "tunnel", "trust", gateway.CertificateFile, "--name", "office");
        var (_, key, _) = await RunningPortal.CommandAsync(folder.File("data"), "gateway", "key", "office");
        var door = new Uri($"https://127.0.0.1:{FreePort.Next()}");
        await using var portal = await RunningPortal.StartIngestAsync(folder.File("data"), $"--Ingest:HttpListen={door.AbsoluteUri}");
        using var client = portal.CreateClient();
        var mail = await gateway.WrapAsync(
            OpenSslGateway.Rfc822("From: alice@example.com\nSubject: Posted\n\nDear Bob\n"), folder.File("data", "tunnel", "tunnel.crt"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, new Uri(door, "/ingest/messages"), key.Trim(), mail));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, Uri to, string key, byte[] mail)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to)
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(mail).ReplaceLineEndings("\r\n"))),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-Envelope-To", "bob@example.org");
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
