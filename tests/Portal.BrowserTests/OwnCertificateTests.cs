using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A person on a phone shows a certificate of his own, and his mail leaves for it: the portal as it runs, OpenSSL as his mail program.</summary>
public sealed partial class OwnCertificateTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Bob = "bob@example.org";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_the_upload_to_the_first_message_that_leaves(bool script)
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await MakeAsync();

        await page.GotoAsync("/settings");
        await page.GetByRole(AriaRole.Link, new() { Name = "Your own certificate" }).ClickAsync();
        await LookAsync(page, script, "empty");
        await page.GetByLabel("Certificate file").SetInputFilesAsync(_folder.File("own.key"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        await Assertions.Expect(page.Locator(".field-error")).ToContainTextAsync("There is a private key in this file");
        await LookAsync(page, script, "wrong");

        await page.GetByLabel("Certificate file").SetInputFilesAsync(_folder.File("own.crt"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        await Assertions.Expect(page.GetByText("An encrypted mail with a code is on its way")).ToBeVisibleAsync();
        await LookAsync(page, script, "code");
        var code = Digits().Match(await DecryptAsync(await delivered.Outgoing.WithAsync(Bob, "smime.p7m"))).Value;
        await page.GetByLabel("Code from the encrypted mail").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this certificate" }).ClickAsync();
        await Assertions.Expect(page.GetByText("From now on your messages come by mail")).ToBeVisibleAsync();
        await LookAsync(page, script, "used");

        await delivered.SendAsync(SampleMails.Contract(Bob).Replace("Subject: ", "Subject: Second: ", StringComparison.Ordinal), Bob);
        Assert.Contains("Subject: Second: ", await DecryptAsync(await delivered.Outgoing.WithAsync(Bob, "Reply-To:")), StringComparison.Ordinal);
        await page.GotoAsync("/messages");
        await Assertions.Expect(page.Locator(".mail-row")).ToHaveCountAsync(1);
    }

    private async Task MakeAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=Bob, E={Bob}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));
        await File.WriteAllTextAsync(_folder.File("own.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_folder.File("own.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<string> DecryptAsync(string mail) => Encoding.UTF8.GetString(await Tool.RunAsync(
        "openssl", ["cms", "-decrypt", "-inform", "SMIME", "-inkey", _folder.File("own.key"), "-recip", _folder.File("own.crt")], Encoding.Latin1.GetBytes(mail)));

    private static async Task LookAsync(IPage page, bool script, string name)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"certificate-{name}-{script}.png"), FullPage = true });
        }

        if (script)
        {
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), name);
            await Axe.CheckAsync(page);
        }
    }

    [GeneratedRegex("[0-9]{4} [0-9]{4}")]
    private static partial Regex Digits();
}
