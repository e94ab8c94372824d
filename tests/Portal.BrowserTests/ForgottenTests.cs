using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>The whole way of somebody who forgets the password where only he can open his mail: on a phone, without script and with it.</summary>
public sealed partial class ForgottenTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string NewPassword = "nine tired lanterns";
    private static int _looks;

    [Theory]
    [InlineData(false, ColorScheme.Light)]
    [InlineData(true, ColorScheme.Dark)] // axe needs script
    public async Task From_the_registration_to_the_mail_that_opens_again(bool script, ColorScheme scheme)
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:MailboxRecovery=RecipientOnly");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: script, width: 390, scheme: scheme);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        var code = await KeepCodeAsync(page, script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Forgotten your password?" }).ClickAsync();
        await LookAsync(page, script);
        await page.GetByLabel("E-mail address").FillAsync(Bob);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await LookAsync(page, script);
        var mail = (await delivered.Outgoing.ToAsync(Bob, 2))[^1];
        await page.GotoAsync(ResetLink().Match(mail).Groups[1].Value);
        await LookAsync(page, script);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(NewPassword);
        await page.GetByLabel("Repeat password").FillAsync(NewPassword);
        await page.GetByLabel("I don't have it").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Your new password is set")).ToBeVisibleAsync();
        await page.GetByLabel("E-mail address").FillAsync(Bob);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(NewPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await LookAsync(page, script);
        await page.GetByRole(AriaRole.Link, new() { Name = "Open them" }).ClickAsync();
        await LookAsync(page, script);
        await page.GetByLabel("Your password of today").FillAsync(NewPassword);
        await page.GetByLabel("Recovery code").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open messages" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Alice Example")).ToBeVisibleAsync();

        await page.GotoAsync("/settings/password");
        await LookAsync(page, script);
    }

    private static async Task<string> KeepCodeAsync(IPage page, bool script)
    {
        await LookAsync(page, script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a recovery code" }).ClickAsync();
        await LookAsync(page, script);
        var code = await page.Locator(".recovery-code").InnerTextAsync();
        await page.GetByLabel("Fourth group").FillAsync(code.Split('-')[3]);
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("good from now on")).ToBeVisibleAsync();
        return code;
    }

    private static async Task LookAsync(IPage page, bool script)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var name = PathSign().Replace(new Uri(page.Url).AbsolutePath.Trim('/'), "-");
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{++_looks:D2}-{name[..Math.Min(name.Length, 20)]}.png"), FullPage = true });
        }

        if (script)
        {
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            await Axe.CheckAsync(page);
        }
    }

    [GeneratedRegex(@"https://[^\s""<>/]+(/reset/[A-Za-z0-9_-]+)")]
    private static partial Regex ResetLink();

    [GeneratedRegex("[^a-z-]")]
    private static partial Regex PathSign();
}
