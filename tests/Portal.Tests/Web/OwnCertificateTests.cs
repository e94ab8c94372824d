using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Tests.Web.Factors;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>The page on which a person gets messages sent to a certificate of his own.</summary>
public sealed class OwnCertificateTests : IAsyncLifetime, IDisposable
{
    private const string Page = "/settings/certificate";
    private const string Bob = "bob@example.org";

    private readonly TempFolder _folder = new();
    private readonly RSA _key = RSA.Create(2048);
    private TestPortal _portal = null!;
    private X509Certificate2 _certificate = null!;

    public async Task InitializeAsync()
    {
        _portal = await TestPortal.StartAsync();
        var request = new CertificateRequest($"CN=Bob, E={Bob}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _certificate = request.CreateSelfSigned(_portal.Clock.GetUtcNow().AddDays(-1), _portal.Clock.GetUtcNow().AddYears(1));
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    public void Dispose()
    {
        _key.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_is_uploaded_proved_by_the_code_in_an_encrypted_mail_and_messages_leave_until_it_is_removed()
    {
        using var reader = await RegisterAsync();
        Assert.Contains($"href=\"{Page}\"", await reader.ReadAsync("/settings"), StringComparison.Ordinal);
        (await UploadAsync(reader, _certificate.RawData)).LeadsTo($"{Page}?done=Sent");
        var waiting = await reader.ReadAsync(Page);
        Assert.Contains("waits for its code", waiting, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexString(SHA256.HashData(_certificate.RawData))[..4], waiting, StringComparison.Ordinal);

        var row = (await _portal.QueryAsync(db => db.MailboxCertificates.SingleAsync())).Id.ToString("N");
        var wrong = await (await reader.SubmitAsync(Page, $"{Page}?handler=Prove", ("id", row), ("code", "12"))).Content.ReadAsStringAsync();
        Assert.Contains($"code-{row}-error", wrong, StringComparison.Ordinal);
        (await reader.SubmitAsync(Page, $"{Page}?handler=Prove", ("id", row), ("code", await CodeAsync()))).LeadsTo($"{Page}?done=Proved");

        await AcceptAsync();
        Assert.Equal((1, 1), await CountAsync());
        (await reader.SubmitAsync(Page, $"{Page}?handler=Use", ("id", row))).LeadsTo($"{Page}?done=Waits");
        await AcceptAsync();
        Assert.Equal((2, 1), await CountAsync());
        (await reader.SubmitAsync(Page, $"{Page}?handler=Remove", ("id", row))).LeadsTo($"{Page}?done=Removed");
        Assert.DoesNotContain("/settings/certificate?handler=Remove", await reader.ReadAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_taken_no_more_is_not_said_to_be_in_use()
    {
        using var reader = await RegisterAsync();
        (await UploadAsync(reader, _certificate.RawData)).LeadsTo($"{Page}?done=Sent");
        var row = (await _portal.QueryAsync(db => db.MailboxCertificates.SingleAsync())).Id.ToString("N");
        (await reader.SubmitAsync(Page, $"{Page}?handler=Prove", ("id", row), ("code", await CodeAsync()))).LeadsTo($"{Page}?done=Proved");
        Assert.Contains("encrypted to this certificate", await reader.ReadAsync(Page), StringComparison.Ordinal);
        await _portal.QueryAsync(db => db.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.Address, "robert@example.net")));

        var page = await reader.ReadAsync(Page);

        Assert.Contains("Nothing is sent to this certificate any more", page, StringComparison.Ordinal);
        Assert.Contains("This certificate is for another address", page, StringComparison.Ordinal);
        Assert.DoesNotContain("encrypted to this certificate", page, StringComparison.Ordinal);
        (await reader.SubmitAsync(Page, $"{Page}?handler=Use", ("id", row))).LeadsTo($"{Page}?done=Waits");
        Assert.DoesNotContain("handler=Use", await reader.ReadAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_certificate_for_the_address_is_told_at_the_field()
    {
        using var reader = await RegisterAsync();
        var id = (await _portal.QueryAsync(db => db.Mailboxes.SingleAsync())).Id.ToString("N");
        foreach (var (file, text) in new[]
        {
            (Encoding.ASCII.GetBytes("no certificate"), "We find no certificate"), ([], "We find no certificate"),
            (Encoding.ASCII.GetBytes(_key.ExportPkcs8PrivateKeyPem()), "There is a private key"),
        })
        {
            var page = await (await UploadAsync(reader, file)).Content.ReadAsStringAsync();
            Assert.Contains($"file-{id}-error", page, StringComparison.Ordinal);
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        Assert.Equal(0, await _portal.QueryAsync(db => db.MailboxCertificates.CountAsync()));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_read()
    {
        using var reader = await RegisterAsync();
        Assert.NotEqual(303, (int)(await UploadAsync(reader, new byte[600 * 1024])).StatusCode);
    }

    [Fact]
    public async Task A_tenant_may_not_want_it()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:OwnCertificates", "false"));
        using var reader = await portal.RegisterAsync(await portal.DeliverAsync(Bob, Mails.Plain()));
        Assert.DoesNotContain(Page, await reader.ReadAsync("/settings"), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await reader.GetAsync(Page)).StatusCode);
    }

    private async Task<Browser> RegisterAsync() => await _portal.RegisterAsync(await _portal.DeliverAsync(Bob, Mails.Plain()));

    private async Task<HttpResponseMessage> UploadAsync(Browser reader, byte[] file)
    {
        const string action = $"{Page}?handler=Add";
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Browser.Hidden(await reader.ReadAsync(Page), action))
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(file), "file", "own.cer");
        return await reader.SendAsync(HttpMethod.Post, action, form);
    }

    private async Task<string> CodeAsync()
    {
        var services = _portal.App.Services;
        var entry = await _portal.QueryAsync(db => db.Outbox.SingleAsync(o => o.Kind == OutboxKind.CertificateChallenge));
        var payload = JsonDocument.Parse(VaultBox.Open(services.GetRequiredService<VaultKey>(), "outbox", entry.Id, entry.Box)).RootElement;
        using var body = new StreamReader(services.GetRequiredService<BlobFolder>().OpenRead(entry.BlobId!.Value));
        var mail = $"Content-Type: {payload.GetProperty("ContentType").GetString()}\r\nContent-Transfer-Encoding: base64\r\n\r\n{await body.ReadToEndAsync()}";
        await File.WriteAllTextAsync(_folder.File("key"), _key.ExportPkcs8PrivateKeyPem());
        var text = Encoding.ASCII.GetString(await Tool.RunAsync("openssl", ["cms", "-decrypt", "-inform", "SMIME", "-inkey", _folder.File("key")], Encoding.ASCII.GetBytes(mail)));
        return Regex.Match(text, "[0-9]{4} [0-9]{4}").Value;
    }

    private async Task AcceptAsync()
    {
        var services = _portal.App.Services;
        var mail = Encoding.ASCII.GetBytes($"From: Alice <alice@example.com>\r\nSubject: Hello\r\n\r\n{Guid.NewGuid()}\r\n");
        await using var sealer = services.GetRequiredService<SealMessage>().Begin();
        await sealer.Destination.WriteAsync(mail);
        using var message = await sealer.FinishAsync([], CancellationToken.None);
        await services.GetRequiredService<SaveMessage>().SaveAsync(
            new IncomingDelivery
            {
                Tenant = "default",
                Gateway = "bank-gw1",
                Message = message,
                ContentDigest = SHA256.HashData(mail),
                SenderName = "Alice",
                SenderAddress = "alice@example.com",
                Recipients = [await services.GetRequiredService<EnsureMailbox>().EnsureAsync("default", Bob, CancellationToken.None)],
            },
            CancellationToken.None);
    }

    private Task<(int Deliveries, int Left)> CountAsync() => _portal.QueryAsync(async db =>
        (await db.Deliveries.CountAsync(), await db.Outbox.CountAsync(o => o.Kind == OutboxKind.CertificateMail)));
}
