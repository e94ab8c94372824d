using System.Text;
using System.Text.Json;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>Who wrote, about what, and what: it stands in no file and in no log line.</summary>
public sealed class CanaryTests
{
    private readonly Canaries _canaries = new();
    private readonly string _attachment = string.Concat(Enumerable.Repeat("0123456789", 20_000));

    [Fact]
    public async Task Nothing_of_a_mail_stands_anywhere_in_clear()
    {
        await using var office = await LiveOffice.StartAsync(
            "--Relay:Host=127.0.0.1", $"--Relay:Port={FreePort.Next()}", "--Relay:Security=None", "--Logging:LogLevel:Default=Debug");
        await SendAsync(office);
        await SendRefusedAsync(office);
        await ReadAsync(office);
        Assert.Empty(Found(office));

        await office.Portal.StopAsync();
        Assert.Empty(Found(office));

        // The search finds what may stand there: the recipient's own address, in the database.
        var control = new Canaries();
        control.Add("recipient", "bob@example.org");
        Assert.Contains(control.InFolder(office.Portal.Data), hit => hit == "recipient as UTF-8 in portal.db");
    }

    [Fact]
    public async Task Only_the_pickup_folder_names_the_sender()
    {
        await using var office = await LiveOffice.StartAsync();
        await SendAsync(office);
        await office.Outgoing.ToAsync("bob@example.org", 3);
        var found = Found(office);
        Assert.Contains(found, hit => hit.StartsWith("sender's name as", StringComparison.Ordinal));
        Assert.Contains(found, hit => hit.StartsWith("sender's address as", StringComparison.Ordinal));
        Assert.All(found, hit => Assert.Matches("^sender's .* in outgoing/[^/]*\\.eml$", hit));
    }

    [Fact]
    public async Task The_spool_of_a_mail_that_comes_in_holds_none_of_it()
    {
        await using var office = await LiveOffice.StartAsync();
        var mail = await office.Gateway.WrapAsync(OpenSslGateway.Rfc822(Mail("", beyondAscii: false)), office.TunnelCertificate);
        await using var client = await MailClient.ConnectAsync(office.Portal.SmtpPort);
        var spooled = Array.Empty<byte>();
        var reply = await client.SendAsync(mail, "bob@example.org", async () => spooled = await SpooledAsync(office.Portal));

        Assert.StartsWith("250 ", reply, StringComparison.Ordinal);
        Assert.Empty(_canaries.In("the spool", spooled));
        Assert.Contains(Lines(spooled)[..1000], Lines(mail), StringComparison.Ordinal);
    }

    private static string Lines(byte[] mail) => Encoding.ASCII.GetString(mail).Replace("\r", "", StringComparison.Ordinal);

    // The spool's file has no name any more: what the process has open shows it.
    private static async Task<byte[]> SpooledAsync(RunningPortal portal)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            foreach (var file in Directory.GetFiles($"/proc/{portal.ProcessId}/fd")
                .Where(f => File.ResolveLinkTarget(f, returnFinalTarget: false)?.FullName.Contains("/spool/", StringComparison.Ordinal) == true))
            {
                if (await File.ReadAllBytesAsync(file) is { Length: > 1000 } bytes)
                {
                    return bytes;
                }
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("Nothing was spooled.");
    }

    private IReadOnlyList<string> Found(LiveOffice office) =>
        [.. _canaries.InFolder(office.Portal.Data), .. _canaries.In("the log", Encoding.UTF8.GetBytes(office.Portal.Log))];

    private async Task SendAsync(LiveOffice office)
    {
        await office.DeliverAsync(OpenSslGateway.Rfc822(Mail("", beyondAscii: false)), "bob@example.org");
        await office.DeliverAsync(OpenSslGateway.Rfc822(Mail("", beyondAscii: true)), "bob@example.org", "carol@example.org");

        // With steering fields the message is copied into a second draft.
        await office.DeliverAsync(OpenSslGateway.Rfc822(Mail($"X-Portal-Mobile: {_canaries.Word("steering")}\n", beyondAscii: true)), "bob@example.org");
    }

    private async Task SendRefusedAsync(LiveOffice office)
    {
        var stranger = await OpenSslGateway.CreateAsync(office.Folder, "stranger");
        foreach (var mail in new[]
        {
            await stranger.WrapAsync(OpenSslGateway.Rfc822(Mail("", beyondAscii: false)), office.TunnelCertificate),
            await office.Gateway.WrapAsync(OpenSslGateway.Rfc822(Mail("From: a@example.com\n", beyondAscii: true)), office.TunnelCertificate),
            Encoding.UTF8.GetBytes(OpenSslGateway.Crlf(Mail("", beyondAscii: true))),
        })
        {
            Assert.StartsWith("550 5.", await office.SendAsync(mail, "bob@example.org"), StringComparison.Ordinal);
        }
    }

    private async Task ReadAsync(LiveOffice office)
    {
        var outbox = (await office.SealedOutboxAsync()).Select(json => JsonDocument.Parse(json).RootElement).ToList();
        var token = outbox.First(mail => Text(mail, "To") == "bob@example.org" && mail.TryGetProperty("Token", out _)).GetProperty("Token").GetString()!;
        var password = outbox.First(mail => Text(mail, "RecipientAddress") == "bob@example.org").GetProperty("InitialPassword").GetString()!;
        _canaries.Add("token", token);
        _canaries.Add("initial password", password);
        using var person = new Person(office.Portal);
        await person.RegisterAsync(new Uri(office.Portal.Web, $"/n/{token}"), password, _canaries.Word("person's name", beyondAscii: true));
        _canaries.Add("password", Person.Password);
        var messages = await person.InboxAsync();
        Assert.Equal(3, messages.Count);
        foreach (var message in messages)
        {
            Assert.Contains("0123456789", await person.ReadAsync($"/messages/{message:N}/original.eml"), StringComparison.Ordinal);
            await person.ReadAsync($"/messages/{message:N}");
            await person.ReadAsync($"/messages/{message:N}/body?part=1");
            Assert.Contains("0123456789", await person.ReadAsync($"/messages/{message:N}/parts/2"), StringComparison.Ordinal);
        }

        using var missing = await person.GetAsync($"/messages/{Guid.NewGuid():N}?{_canaries.Word("query")}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static string? Text(JsonElement mail, string property) =>
        mail.TryGetProperty(property, out var value) ? value.GetString() : null;

    private string Mail(string fields, bool beyondAscii) => $"""
        From: {Encoded(_canaries.Word("sender's name", beyondAscii))} <{_canaries.Word("sender's address")}@{_canaries.Word("sender's domain")}.example>
        {fields}To: {Encoded(_canaries.Word("recipient's name", beyondAscii))} <bob@example.org>
        Subject: {Encoded(_canaries.Word("subject", beyondAscii))}
        Message-ID: <{_canaries.Word("message id")}@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary={_canaries.Word("boundary")}
        Content-Language: de

        --{_canaries.Last("boundary")}
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 8bit

        <p>{_canaries.Word("body", beyondAscii)}</p>
        --{_canaries.Last("boundary")}
        Content-Type: text/plain; charset=utf-8
        Content-Disposition: attachment; filename*=UTF-8''{Uri.EscapeDataString(_canaries.Word("file name", beyondAscii))}.txt

        {_canaries.Word("file", beyondAscii)} {_attachment}
        --{_canaries.Last("boundary")}--
        """;

    private static string Encoded(string text) => text.All(char.IsAscii) ? text : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
