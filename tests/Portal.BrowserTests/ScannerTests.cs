using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>
/// A scanner that opens the links of all mails in a real browser, script and all (threat B4): not one row of one table changes, and each link is as good
/// for its person as before.
/// </summary>
public sealed partial class ScannerTests(Browser browser) : IClassFixture<Browser>
{
    private const string Alice = "alice@example.com";
    private const string Bob = "bob@example.org";
    private const string Carol = "carol@example.org";
    private const string NewPassword = "nine tired lanterns";
    private const int Times = 20;

    [Fact]
    public async Task Every_link_of_every_mail_is_opened_twenty_times_and_nothing_has_happened()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:SignInByMailCode=true", "--Portal:RateLimits:Notices=1000");
        await using var own = await browser.ContextAsync(delivered.Portal.Web);
        var page = await own.NewPageAsync();
        await WriteAllAsync(page, delivered);
        var links = delivered.Outgoing.All().SelectMany(mail => Link().Matches(mail)).Select(m => new Uri(m.Value).AbsolutePath).Distinct().Order().ToList();
        Assert.Equal(["/", "/check", "/n/", "/n/", "/reset/", "/sent/", "/sent/", "/settings/addresses"], links.Select(link => Token().Replace(link, "$1")));
        await SettleAsync(delivered);
        var before = await StoredRows.ReadAsync(delivered.Portal.Data);

        await ScanAsync(delivered, links);

        Assert.Equal(before, await StoredRows.ReadAsync(delivered.Portal.Data));
        await ProveAddressAsync(page, delivered);
        await RegisterCarolAsync(delivered, links);
        await ResetAsync(delivered, links.Single(link => link.StartsWith("/reset/", StringComparison.Ordinal)));
    }

    // Bob has an account, adds an address, forgets his password and asks for a code; Carol is invited.
    private static async Task WriteAllAsync(IPage page, Delivered delivered)
    {
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.GotoAsync("/settings/addresses");
        await page.GetByLabel("E-mail address").FillAsync("second@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        await delivered.Outgoing.ToAsync("second@example.org");
        foreach (var form in new[] { "/forgotten", "/sign-in/code" })
        {
            await page.GotoAsync(form);
            await page.GetByLabel("E-mail address").FillAsync(Bob);
            await page.Locator($"form[action='{form}'] button").ClickAsync();
        }

        await delivered.SendAsync(SampleMails.Contract(Carol), Carol);
        await delivered.Outgoing.ToAsync(Carol);
        await delivered.Outgoing.ToAsync(Alice, 2);
        await delivered.Outgoing.ToAsync(Bob, 3); // the notice, the link, and the code
    }

    // Mails are in the folder a moment before the outbox has noted that they left.
    private static async Task SettleAsync(Delivered delivered)
    {
        for (var rows = await StoredRows.ReadAsync(delivered.Portal.Data); ;)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            var now = await StoredRows.ReadAsync(delivered.Portal.Data);
            if (now.SequenceEqual(rows))
            {
                return;
            }

            rows = now;
        }
    }

    private async Task ScanAsync(Delivered delivered, List<string> links)
    {
        for (var i = 0; i < Times; i++)
        {
            await using var scanner = await browser.ContextAsync(delivered.Portal.Web, script: i % 2 == 0);
            var page = await scanner.NewPageAsync();
            foreach (var link in links)
            {
                var answer = await page.GotoAsync(link, new() { WaitUntil = WaitUntilState.Load });
                Assert.Equal(200, answer!.Status);
            }
        }
    }

    private static async Task ProveAddressAsync(IPage page, Delivered delivered)
    {
        var code = Code().Match((await delivered.Outgoing.ToAsync("second@example.org"))[0]).Value;
        await page.GotoAsync("/settings/addresses");
        await page.GetByLabel("Code from the mail").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The address was added.")).ToBeVisibleAsync();
    }

    private async Task RegisterCarolAsync(Delivered delivered, List<string> links)
    {
        await using var context = await browser.ContextAsync(delivered.Portal.Web);
        var page = await context.NewPageAsync();
        foreach (var link in links.Where(link => link.StartsWith("/sent/", StringComparison.Ordinal)))
        {
            await page.GotoAsync(link);
            if (page.GetByRole(AriaRole.Button, new() { Name = "Send me a new initial password" }) is var button && await button.IsVisibleAsync())
            {
                await button.ClickAsync(); // the other's is of somebody who has registered
            }
        }

        var renewed = Outgoing.InitialPassword((await delivered.Outgoing.ToAsync(Alice, 3))[^1]);
        await page.GotoAsync(Outgoing.Link((await delivered.Outgoing.ToAsync(Carol))[0]).AbsolutePath);
        await page.GetByLabel("Initial password").FillAsync(renewed);
        await page.GetByLabel("Your name").FillAsync("Carol Example");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Registration.Password);
        await page.GetByLabel("Repeat password").FillAsync(Registration.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are registered.")).ToBeVisibleAsync();
    }

    private async Task ResetAsync(Delivered delivered, string link)
    {
        await using var context = await browser.ContextAsync(delivered.Portal.Web);
        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(NewPassword);
        await page.GetByLabel("Repeat password").FillAsync(NewPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your new password is set")).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"https://localhost:[0-9]+/[A-Za-z0-9_/-]*")]
    private static partial Regex Link();

    [GeneratedRegex("^(/[a-z]+/)[A-Za-z0-9_-]{20,}$")]
    private static partial Regex Token();

    [GeneratedRegex("(?<=\n)[0-9]{4} [0-9]{4}(?=\r?\n)")]
    private static partial Regex Code();
}
