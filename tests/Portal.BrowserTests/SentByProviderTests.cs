using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Somebody of the house who sends through the gateway follows his messages by the work account, on a phone, without script.</summary>
public sealed partial class SentByProviderTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Sam = "sam@work.example";

    [OpenIdProviderFact]
    public async Task A_sender_signs_in_at_work_locks_and_takes_back_and_signed_out_sees_nothing()
    {
        using var folder = new TempFolder();
        var port = FreePort.Next();
        await using var delivered = await StartAsync(folder, port);
        await using var provider = await OpenIdProvider.StartAsync(port, $"{delivered.Portal.Web}sign-in/external/work/callback");
        await delivered.SendAsync(SampleMails.Contract(Bob).Replace("alice@example.com", Sam, StringComparison.Ordinal), Bob);
        await delivered.Outgoing.ToAsync(Bob);
        await using var context = await PhoneAsync(delivered);
        var page = await context.NewPageAsync();
        await SignInAsync(page, "sam");
        await SentPages.LooksAsync(browser, page, "work-1-inbox");
        await page.GetByRole(AriaRole.Link, new() { Name = "Delivery status" }).ClickAsync();
        await Assertions.Expect(page.GetByText(Bob)).ToBeVisibleAsync(FactorPages.Patiently);
        await SentPages.LooksAsync(browser, page, "work-2-list");
        await page.Locator(".settings-link").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(MessagePath(), new() { Timeout = 20_000 });
        var path = new Uri(page.Url).AbsolutePath;
        await SentPages.ShowsAsync(page, path, Bob, "Notified, not opened yet");

        await SentPages.PressAsync(page, "Lock", Bob);
        await SentPages.SaysAsync(page, "The message is locked");
        await SentPages.ShowsAsync(page, path, Bob, "Locked");
        await SentPages.LooksAsync(browser, page, "work-3-locked");
        await SentPages.PressAsync(page, "Unlock", Bob);
        await SentPages.ShowsAsync(page, path, Bob, "Notified, not opened yet");
        await TakeBackAsync(page);
        await SentPages.ShowsAsync(page, path, Bob, "Taken back unopened");
        await AssertNotOfAnotherAsync(delivered, path);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("signedOut=true$"), new() { Timeout = 20_000 });
        await AssertNothingAsync(page, path);
    }

    private Task<IBrowserContext> PhoneAsync(Delivered delivered) => browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);

    private static async Task<Delivered> StartAsync(TempFolder folder, int port)
    {
        var secret = folder.File("secret");
        await File.WriteAllTextAsync(secret, OpenIdProvider.ClientSecret);
        return await Delivered.StartAsync(
            "--Tenants:default:Providers:work:DisplayName=the work account", $"--Tenants:default:Providers:work:ClientId={OpenIdProvider.ClientId}",
            $"--Tenants:default:Providers:work:ClientSecretFile={secret}", $"--Tenants:default:Providers:work:Authority=http://localhost:{port}",
            "--Tenants:default:SelfRegistration=true");
    }

    private static async Task SignInAsync(IPage page, string login)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue with the work account" }).ClickAsync();
        await page.GetByPlaceholder("Enter any login").FillAsync(login);
        await page.GetByPlaceholder("and password").FillAsync("any");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync(FactorPages.Patiently);
    }

    private async Task TakeBackAsync(IPage page)
    {
        await SentPages.PressAsync(page, "Take back", Bob);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Take this message back?" })).ToBeVisibleAsync(FactorPages.Patiently);
        await SentPages.LooksAsync(browser, page, "work-4-ask");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await SentPages.SaysAsync(page, "taken back before anybody opened it");
        await SentPages.LooksAsync(browser, page, "work-5-taken-back");
    }

    // Who signs in at the same provider and sent nothing is offered no list, and finds nothing by the address.
    private async Task AssertNotOfAnotherAsync(Delivered delivered, string path)
    {
        await using var context = await PhoneAsync(delivered);
        var page = await context.NewPageAsync();
        await SignInAsync(page, "eve");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Delivery status" })).ToHaveCountAsync(0);
        foreach (var address in (string[])[path, $"{path}/evidence.json"])
        {
            Assert.Equal(404, (await page.GotoAsync(address))!.Status);
        }
    }

    private static async Task AssertNothingAsync(IPage page, string path)
    {
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByText(Bob)).ToHaveCountAsync(0);
        foreach (var address in (string[])["/sent", path, $"{path}/evidence.json", $"{path}/evidence.pdf"])
        {
            await page.GotoAsync(address);
            await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in"), new() { Timeout = 20_000 });
            await Assertions.Expect(page.GetByText(Bob)).ToHaveCountAsync(0);
        }
    }

    [GeneratedRegex("/sent/messages/[0-9a-f]{32}$")]
    private static partial Regex MessagePath();
}
