using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Signing in by another provider, with a real one and in a real browser.</summary>
public sealed class ProviderTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@work.example";

    [OpenIdProviderFact]
    public async Task A_person_without_initial_password_or_script_reads_the_message_by_the_work_account()
    {
        using var folder = new TempFolder();
        var secret = folder.File("secret");
        await File.WriteAllTextAsync(secret, OpenIdProvider.ClientSecret);
        var port = FreePort.Next();
        await using var delivered = await Delivered.StartAsync(
            "--Tenants:default:Providers:work:DisplayName=the work account", $"--Tenants:default:Providers:work:ClientId={OpenIdProvider.ClientId}",
            $"--Tenants:default:Providers:work:ClientSecretFile={secret}", $"--Tenants:default:Providers:work:Authority=http://localhost:{port}",
            "--Tenants:default:SignInByMailCode=true");
        await using var provider = await OpenIdProvider.StartAsync(port, $"{delivered.Portal.Web}sign-in/external/work/callback");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Outgoing.Link((await delivered.Outgoing.ToAsync(Bob))[0]).AbsolutePath);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue with the work account" }).ClickAsync();

        await page.GetByPlaceholder("Enter any login").FillAsync("bob");
        await page.GetByPlaceholder("and password").FillAsync("any");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/messages/[0-9a-f]{32}$"));
        await page.GotoAsync("/messages");
        await Assertions.Expect(page.GetByText("bob at work")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_the_pages_and_a_provider_that_is_down_is_told_of(int width, ColorScheme scheme)
    {
        await using var delivered = await Delivered.StartAsync(
            "--Tenants:default:Providers:work:DisplayName=the work account with a rather long name", "--Tenants:default:Providers:work:ClientId=portal",
            $"--Tenants:default:Providers:work:Authority=http://localhost:{FreePort.Next()}", "--Tenants:default:SignInByMailCode=true");
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: width, scheme: scheme);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await CheckAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue with the work account" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not answer at present");
        await CheckAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with a code by e-mail" }).ClickAsync();
        await CheckAsync(page);
        await page.GetByLabel("E-mail address").FillAsync("nobody@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        await Assertions.Expect(page.GetByText("If nobody@example.org is registered here")).ToBeVisibleAsync();
        await CheckAsync(page);
        await page.GetByLabel("Code").FillAsync("00000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That is not the code");
        await CheckAsync(page);
    }

    private static async Task CheckAsync(IPage page)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Axe.CheckAsync(page);
    }
}
