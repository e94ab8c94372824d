using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Smime;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>A mail of 250 MB goes in and its attachment comes out while memory stays as it was.</summary>
public sealed class LargeMailTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public async Task Memory_does_not_grow_with_the_mail()
    {
        await using var office = await LiveOffice.StartAsync();
        using var person = new Person(office.Portal);
        await WarmUpAsync(office, person);
        var mail = new LargeMail(185 * Megabyte);
        var file = Path.Combine(office.Folder, "large.eml");
        await WriteAsync(office, mail, file);
        Assert.True(new FileInfo(file).Length > 250 * Megabyte);

        var idle = Peak(office.Portal.ProcessId);
        await using (var lmtp = await MailClient.ConnectAsync(office.Portal.LmtpPort, lmtp: true))
        await using (var content = File.OpenRead(file))
        {
            Assert.StartsWith("250 ", await lmtp.SendAsync(content, "bob@example.org"), StringComparison.Ordinal);
        }

        var path = $"/messages/{(await person.InboxAsync())[0]:N}/parts/2";
        using (var download = await person.GetAsync(path))
        await using (var body = await download.Content.ReadAsStreamAsync())
        {
            Assert.Equal(mail.AttachmentBytes, download.Content.Headers.ContentLength);
            Assert.Equal(mail.Hash(), await SHA256.HashDataAsync(body));
        }

        var from = (mail.AttachmentBytes / 2) + 12_345;
        using (var part = await person.GetAsync(path, from, from + 4999))
        {
            Assert.Equal(System.Net.HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(mail.Range(from, 5000), await part.Content.ReadAsByteArrayAsync());
        }

        Assert.InRange(Peak(office.Portal.ProcessId) - idle, 0, 64 * Megabyte);
    }

    // What the first mail of any size makes the runtime load does not belong to this one's size.
    private static async Task WarmUpAsync(LiveOffice office, Person person)
    {
        var small = new LargeMail(4 * Megabyte);
        var file = Path.Combine(office.Folder, "small.eml");
        await WriteAsync(office, small, file);
        Assert.StartsWith("250 ", await office.SendAsync(await File.ReadAllBytesAsync(file), "bob@example.org"), StringComparison.Ordinal);
        var notice = (await office.Outgoing.ToAsync("bob@example.org"))[0];
        var password = Outgoing.InitialPassword((await office.Outgoing.ToAsync("alice@example.com"))[0]);
        await person.RegisterAsync(Outgoing.Link(notice), password);
        using var download = await person.GetAsync($"/messages/{Assert.Single(await person.InboxAsync()):N}/parts/2");
        await using var body = await download.Content.ReadAsStreamAsync();
        Assert.Equal(small.Hash(), await SHA256.HashDataAsync(body));
    }

    private static async Task WriteAsync(LiveOffice office, LargeMail mail, string file)
    {
        using var signer = TunnelKey.Load(office.Gateway.CertificateFile, office.Gateway.KeyFile);
        using var portal = X509CertificateLoader.LoadCertificateFromFile(office.TunnelCertificate);
        await mail.WriteAsync(file, new TunnelWriterOptions { Signer = signer, Recipients = [portal] });
    }

    // The most that was resident at any time, as the kernel counts it (proc(5), VmHWM).
    private static long Peak(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
