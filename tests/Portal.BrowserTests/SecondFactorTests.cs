using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Second factors without script, on a phone.</summary>
public sealed class SecondFactorTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task An_app_and_backup_codes_are_set_up_and_used_without_script()
    {
        await using var delivered = await FactorPages.StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var page = await FactorPages.RegisteredAsync(context, delivered);
        await page.GotoAsync("/settings/authenticator");
        var picture = await page.GetByRole(AriaRole.Img, new() { Name = "QR code" }).EvaluateAsync<int>("i => i.naturalWidth");
        Assert.True(picture > 100);
        var secret = await page.Locator("code.secret").InnerTextAsync();
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(FactorPages.Code(secret, -1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Backup codes" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make backup codes" }).ClickAsync();
        var codes = await page.Locator(".backup-codes code").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save as a file" }).ClickAsync());
        await using (var content = await download.CreateReadStreamAsync())
        {
            using var reader = new StreamReader(content);
            Assert.Contains(codes[9], await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.PasswordAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The second step" })).ToBeVisibleAsync(FactorPages.Patiently);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(FactorPages.Code(secret, 1));
        await page.GetByLabel("Do not ask in this browser").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync(FactorPages.Patiently);
    }

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task Axe_finds_nothing_and_nothing_overflows(int width, ColorScheme scheme)
    {
        await using var delivered = await FactorPages.StartAsync("--Sms:Provider=Http", "--Sms:Countries:0=CH", "--Sms:Http:Url=https://localhost:9/?to={digits}&text={text}");
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: width, height: 844, scheme: scheme);
        var page = await FactorPages.RegisteredAsync(context, delivered);
        foreach (var path in new[] { "/settings", "/settings/second-factor", "/settings/passkeys", "/settings/mobile", "/settings/authenticator" })
        {
            await page.GotoAsync(path);
            await FactorPages.CheckAsync(page);
        }

        var secret = await page.Locator("code.secret").InnerTextAsync();
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync("000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.CheckAsync(page);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(FactorPages.Code(secret, 0));
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Set up on")).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.CheckAsync(page);
        await page.GotoAsync("/settings/backup-codes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make backup codes" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.CheckAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.CheckAsync(page);
        await FactorPages.PasswordAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The second step" })).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.CheckAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Backup code" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Enter one of the backup codes")).ToBeVisibleAsync(FactorPages.Patiently);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.CheckAsync(page);
    }
}
