using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>All settings as a person walks through them on a phone, by keyboard where it matters, without script and with it.</summary>
public sealed class SettingsWalkTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Second = "bob.second@example.org";

    [Fact]
    public async Task Every_page_of_the_settings_is_reached_fits_a_phone_and_passes_axe()
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        foreach (var language in (string[])["English", "German"])
        {
            await page.GotoAsync("/settings");
            if (language == "German")
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Deutsch" }).ClickAsync();
            }

            var links = await page.Locator("a.settings-link").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
            Assert.Equal(13, links.Length);
            foreach (var link in links.Append("/settings").Append("/stay").Append("/goodbye"))
            {
                await page.GotoAsync(link);
                await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(1);
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), link);
                await Axe.CheckAsync(page);
            }
        }
    }

    [Fact]
    public async Task An_address_is_added_with_the_code_and_the_account_deleted_without_script()
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);

        await page.GotoAsync("/settings/phrase");
        await page.GetByLabel("Phrase").FocusAsync();
        await page.Keyboard.TypeAsync("the old boat sleeps");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Saved.")).ToBeVisibleAsync();

        await page.GotoAsync("/settings/addresses");
        await page.GetByLabel("E-mail address").FillAsync(Second);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        var mail = (await delivered.Outgoing.ToAsync(Second))[0];
        await page.GetByLabel("Code from the mail").FillAsync(System.Text.RegularExpressions.Regex.Match(mail, "[0-9]{4} [0-9]{4}").Value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The address was added.")).ToBeVisibleAsync();

        await delivered.SendAsync(SampleMails.Contract(Second), Second);
        await delivered.Outgoing.WithAsync(Second, "the old boat sleeps");
        await page.GotoAsync("/messages");
        await Assertions.Expect(page.Locator(".mail-row")).ToHaveCountAsync(2);

        await page.GotoAsync("/settings/data");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download everything" }).ClickAsync());
        await using (var archive = await System.IO.Compression.ZipFile.OpenReadAsync((await download.PathAsync())!))
        {
            Assert.Equal(3, archive.Entries.Count);
        }

        await page.GotoAsync("/settings/delete");
        await page.GetByLabel("Your e-mail address").FillAsync(Bob);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the account for good" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your account is deleted" })).ToBeVisibleAsync();
        await page.GotoAsync("/messages");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.DoesNotContain("the old boat sleeps", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings")]
    [InlineData("the message")] // beside a mail in its frame
    public async Task A_warning_is_spoken_two_minutes_before_the_end_and_a_link_puts_it_off(string path)
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: 390, height: 844);
        var page = await context.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            // The clock of the test is a script, which a mail's frame lets in as little as any other.
            if (!message.Text.StartsWith("Blocked script execution", StringComparison.Ordinal) || !message.Text.Contains("/body?part=", StringComparison.Ordinal))
            {
                errors.Add(message.Text);
            }
        };
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.Clock.InstallAsync();
        await page.GotoAsync(path == "the message" ? await MessageAsync(page) : path);
        var warning = page.Locator("#session-end");
        await page.Clock.FastForwardAsync("26:00");
        await Assertions.Expect(warning).ToHaveTextAsync("");
        await page.Clock.FastForwardAsync("01:30");
        await Assertions.Expect(warning).ToContainTextAsync("You will be signed out in two minutes");
        Assert.Equal("status", await warning.GetAttributeAsync("role"));
        await Axe.CheckAsync(page);

        var stay = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Stay signed in" }).ClickAsync());
        await Assertions.Expect(stay.GetByRole(AriaRole.Heading, new() { Name = "You stay signed in" })).ToBeVisibleAsync();
        await Assertions.Expect(warning).ToHaveTextAsync("");
        await page.Clock.FastForwardAsync("40:00");
        await Assertions.Expect(warning).ToContainTextAsync("You are signed out.");
        Assert.Empty(errors);
    }

    private static async Task<string> MessageAsync(IPage page)
    {
        await page.GotoAsync("/messages");
        return (await page.Locator(".mail-link").First.GetAttributeAsync("href"))!;
    }

    private static async Task<Delivered> StartAsync()
    {
        var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        return delivered;
    }
}
