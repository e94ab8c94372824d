using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Tunnel;
using TestKit;
using Xunit;

namespace Portal.Tests.Web.Compose;

/// <summary>Files of another's mail are passed on, whatever their types claim to be.</summary>
public sealed class ForwardedFilesTests : IAsyncLifetime, IDisposable
{
    private const string Bytes = "application/octet-stream";

    // What the mail says, and what leaves. What cannot be read at all is plain text (RFC 2045 §5.2).
    private static readonly (string Claimed, string Type)[] Types =
    [
        ("application/pdf", "application/pdf"), ("TEXT/CSV; charset=utf-8", "text/csv"), ("image/x/y", Bytes), ("image/größe", Bytes), ("/", Bytes),
        ("image/", Bytes), ("im age/png", "text/plain"), ("message/rfc822", Bytes), ("message/partial", Bytes), ("multipart/mixed", Bytes),
    ];

    private readonly TempFolder _folder = new();
    private TestPortal _portal = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(("Tenants:default:Forward", "True"), ("Tenants:default:RecipientDomains:0", "example.com"));
        var gateway = await OpenSslGateway.CreateAsync(_folder.Path);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(gateway.CertificateFile);
        _portal.Clock.Advance(TimeProvider.System.GetUtcNow() - _portal.Clock.GetUtcNow());
        await _portal.App.Services.GetRequiredService<TrustedGateways>().TrustAsync("bank-gw1", "default", certificate, outerHeaders: false, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [PythonFact]
    public async Task They_go_along_under_types_that_others_can_read()
    {
        var mail = await _portal.DeliverAsync("bob@example.org", Mail());
        using var browser = await _portal.RegisterAsync(mail);
        var form = ComposeForm.Of(await browser.ReadAsync($"/messages/{mail.Id:N}/forward"));
        var sent = await browser.SendAsync(
            HttpMethod.Post, $"{form.Action}&do=send", form.Content(("to", "dora@example.com"), ("withFiles", "yes"), ("text", "Look at these")));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);

        // The writer's copy is, byte by byte, what was encrypted to the gateway.
        var copy = Assert.Single(sent.Headers.Location!.OriginalString.Split("copy=").Skip(1));
        var original = await browser.GetAsync($"/messages/{copy}/original.eml");
        var read = await PythonMail.ReadAsync(await original.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            [.. Types.Select((type, i) => new[] { $"{i}.bin", type.Type, Content(i) }), ["Inner.eml", Bytes, Convert.ToHexStringLower("Subject: Inner\r\n\r\nHello"u8)]],
            read.Table("files"));
        Assert.Empty(read.Texts("defects"));
    }

    private static string Content(int number) => $"{number:x2}0d80";

    private static string Mail() => $"""
        From: Alice Example <alice@example.com>
        To: bob@example.org
        Subject: Files
        Message-ID: <files@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=outer

        --outer
        Content-Type: text/plain

        See the files.
        {string.Concat(Types.Select((type, i) => Part(type.Claimed, i)))}--outer
        Content-Type: message/rfc822
        Content-Disposition: attachment; filename="Inner.eml"

        Subject: Inner

        Hello
        --outer--
        """;

    private static string Part(string type, int number) => $"""
        --outer
        Content-Type: {type}
        Content-Disposition: attachment; filename="{number}.bin"
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(Convert.FromHexString(Content(number)))}

        """;
}
