using System.Net.Http.Headers;
using System.Text;
using Portal.Core.Tunnel;
using Portal.Ingest.Tests.Intake;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Http;

/// <summary>The HTTP door, asked by a real client over TLS.</summary>
public sealed class HttpDoorTests(HttpOffice office) : IClassFixture<HttpOffice>
{
    private const string NotFromTunnel = "Not a message from a trusted tunnel";

    private static readonly string Uniform = HttpOffice.Problem(
        403, "Refused", NotFromTunnel, recipients: HttpOffice.Outcome("bob@example.org", "5.7.1", NotFromTunnel));

    private static readonly string Unknown = HttpOffice.Problem(
        401, "Unauthorized", "A gateway's bearer key or client certificate is needed.", "WWW-Authenticate: Bearer\n");

    [Fact]
    public async Task A_mail_that_is_answered_is_in_its_mailbox()
    {
        var (original, to) = (Originals.Plain(text: Guid.NewGuid().ToString()), $"{Guid.NewGuid():N}@example.org");
        Assert.Equal(HttpOffice.Taken(to), await office.PostAsync(await office.MailAsync(Originals.Wrapped(original)), To(to)));
        using var message = Assert.Single(await office.Portal.ReadAsync(to));
        using var stored = new MemoryStream();
        await message.OpenOriginal().CopyToAsync(stored);
        Assert.Equal(original, stored.ToArray());
    }

    [Fact]
    public async Task Every_recipient_has_its_outcome()
    {
        var mail = await office.MailAsync();
        Assert.Equal(
            HttpOffice.Taken("dora@example.org", "emil@example.org", "\\\"a,b\\\"@example.org"),
            await office.PostAsync(mail, request =>
            {
                To("dora@example.org")(request);
                request.Headers.Add("X-Envelope-To", "<emil@example.org>, <\"a,b\"@example.org>");
            }));
        Assert.NotEmpty(await office.Portal.ReadAsync("emil@example.org"));
    }

    [Fact]
    public async Task One_refused_recipient_is_named_and_the_others_have_the_mail() => Assert.Equal(
        HttpOffice.Problem(
            422,
            "Refused",
            "Refused for 1 of 2 recipients: The portal's own mail is not delivered here",
            recipients: HttpOffice.Outcome("fritz@example.org", "2.0.0", "Taken") + ","
                + HttpOffice.Outcome("portal@localhost", "5.4.6", "The portal's own mail is not delivered here")),
        await office.PostAsync(await office.MailAsync(), To("fritz@example.org", "portal@localhost")));

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic {key}")]
    [InlineData("{key}")]
    public async Task Without_the_key_nothing_is_read(string? authorization) =>
        Assert.Equal(Unknown, await office.PostAsync(
            await office.MailAsync(),
            request =>
            {
                request.Headers.Remove("Authorization");
                if (authorization is not null)
                {
                    request.Headers.TryAddWithoutValidation("Authorization", authorization.Replace("{key}", office.Key, StringComparison.Ordinal));
                }
            }));

    [Fact]
    public async Task What_is_no_tunnelled_mail_hears_the_one_refusal()
    {
        var before = await Kept.ByAsync(office.Portal);
        var mail = await office.MailAsync();
        var flipped = (byte[])mail.Clone();
        flipped[^300] = flipped[^300] == 'A' ? (byte)'B' : (byte)'A';
        using var folder = new TempFolder();
        var stranger = await OpenSslGateway.CreateAsync(folder.Path, "stranger");
        var foreign = HttpOffice.Crlf(await stranger.WrapAsync(Originals.Fresh(), office.Portal.TunnelCertificate));
        foreach (var bad in (byte[][])[Originals.Plain(), flipped, foreign, mail[..(mail.Length / 2)], []])
        {
            Assert.Equal(Uniform, await office.PostAsync(bad));
        }

        Assert.Equal(before, await Kept.ByAsync(office.Portal));
    }

    [Fact]
    public async Task Another_gateways_key_does_not_go_with_the_signature()
    {
        using var folder = new TempFolder();
        var other = await OpenSslGateway.CreateAsync(folder.Path, "other");
        await office.Portal.TrustAsync(other.CertificateFile, name: "other");
        var key = await office.Portal.Get<GatewayCredentials>().MakeKeyAsync("other", default);
        var mail = await office.MailAsync();
        var before = await Kept.ByAsync(office.Portal);
        Assert.Equal(Uniform, await office.PostAsync(mail, request => request.Headers.Authorization = new("Bearer", key)));
        Assert.Equal(before, await Kept.ByAsync(office.Portal));
        Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(mail));
    }

    [Theory]
    [InlineData("GET", "/ingest/messages", 405)]
    [InlineData("PUT", "/ingest/messages", 405)]
    [InlineData("POST", "/ingest/messages/", 404)]
    [InlineData("POST", "/Ingest/Messages", 404)]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/health/ready", 404)]
    public async Task Nothing_else_is_served(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(office.Portal.Door, path));
        Assert.StartsWith($"{status} application/problem+json", await HttpOffice.SendAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/octet-stream", "")]
    [InlineData("message/rfc822", "gzip")]
    public async Task Another_type_or_coding_is_refused(string type, string coding) => Assert.Equal(
        HttpOffice.Problem(415, "Unsupported media type", "The body is one message/rfc822 without a content coding."),
        await office.PostAsync([1, 2, 3], request =>
        {
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue(type);
            if (coding.Length > 0)
            {
                request.Content.Headers.ContentEncoding.Add(coding);
            }
        }));

    [Theory]
    [InlineData("X-Envelope-To is missing: one for each recipient.")]
    [InlineData("X-Envelope-To number 1 is no address that a mailbox can have.", "bob")]
    [InlineData("X-Envelope-To number 2 is no address that a mailbox can have.", "bob@example.org", "<bob@example.org")]
    [InlineData("X-Envelope-To number 1 is no address that a mailbox can have.", "bob@example.org bcc@example.org")]
    public async Task An_envelope_must_name_recipients(string detail, params string[] recipients) => Assert.Equal(
        HttpOffice.Problem(400, "Bad request", detail), await office.PostAsync([], To(recipients)));

    [Fact]
    public async Task More_recipients_than_allowed_are_refused() => Assert.Equal(
        HttpOffice.Problem(400, "Bad request", "More than 100 recipients."),
        await office.PostAsync([], To([.. Enumerable.Range(0, 101).Select(i => $"r{i}@example.org")])));

    [Fact]
    public async Task A_bare_line_end_in_the_outer_header_is_refused() => Assert.Equal(
        HttpOffice.Problem(422, "Refused", "Bare CR or LF in the mail"),
        await office.PostAsync(Encoding.ASCII.GetBytes("Subject: x\nContent-Type: application/pkcs7-mime\r\n\r\nMIIB\r\n")));

    [Fact]
    public async Task A_client_certificate_opens_the_door_as_a_key_does()
    {
        using var certificate = HttpOffice.ClientCertificate();
        using var other = HttpOffice.ClientCertificate();
        Assert.True(await office.Portal.Get<GatewayCredentials>().NameCertificateAsync("office", certificate, default));
        var mail = await office.MailAsync();
        Action<HttpRequestMessage> keyless = request => request.Headers.Authorization = null;
        Assert.StartsWith("401 ", await office.PostAsync(mail, keyless, other), StringComparison.Ordinal);
        Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(mail, keyless, certificate));
        Assert.StartsWith("401 ", await office.PostAsync(mail, request => request.Headers.Authorization = new("Bearer", "wrong"), certificate), StringComparison.Ordinal);
        Assert.True(await office.Portal.Get<GatewayCredentials>().NameCertificateAsync("office", other, default));
        Assert.StartsWith("401 ", await office.PostAsync(mail, keyless, certificate), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        await office.PostAsync(await office.MailAsync());
        await office.PostAsync([], request => request.Headers.Authorization = new("Bearer", "a-wrong-key"));
        Assert.DoesNotContain(office.Portal.Log.Lines, line => line.Text.Contains(office.Key, StringComparison.Ordinal)
            || line.Text.Contains("a-wrong-key", StringComparison.Ordinal) || line.Text.Contains("bob@example.org", StringComparison.Ordinal));
    }

    private static Action<HttpRequestMessage> To(params string[] recipients) => request =>
    {
        request.Headers.Remove("X-Envelope-To");
        request.Headers.Add("X-Envelope-To", recipients);
    };
}
