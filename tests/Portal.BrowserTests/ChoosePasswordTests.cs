using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>How a person chooses a password, with script and without.</summary>
public sealed class ChoosePasswordTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";

    [Fact]
    public async Task Strength_is_told_while_typing_and_nothing_leaves_the_page()
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true);
        var page = await OpenAsync(context, delivered);
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        var errors = new List<string>();
        page.Console += (_, message) => errors.Add(message.Text);
        var field = page.GetByLabel("New password", new() { Exact = true });
        var hint = page.GetByRole(AriaRole.Status);
        var meter = page.GetByRole(AriaRole.Meter, new() { Name = "Strength" });

        foreach (var (typed, told, value) in new[]
        {
            ("x", "very weak. Make it longer", 1),
            ("P@ssw0rd2026", "very weak. Avoid words and phrases", 1),
            ("qwertzuiopasdfghjkl", "very weak. Avoid rows", 1),
            ("aaaaaaaaaaaaaaaaaaaa", "very weak. Avoid characters and words that repeat", 1),
            ("24.12.1999 31.12.2001", "Avoid years and dates", null as int?),
            ("bob beispiel 77", "Avoid your name", null),
            ("h3ron!Qx", "Strength of this password: fair. Make it longer", 3),
            ("mmtqzsgrzklvbwp", "Strength of this password: good. Make it longer", 4),
            ("gV7#kq9!Zw2$mXp4", "Strength of this password: strong.", 5),
        })
        {
            await field.FillAsync("");
            await field.PressSequentiallyAsync(typed);
            await Assertions.Expect(hint).ToContainTextAsync(told);
            if (value is not null)
            {
                Assert.Equal(value, await meter.EvaluateAsync<int>("m => m.value"));
            }
        }

        await field.FillAsync("");
        await Assertions.Expect(hint).ToHaveTextAsync("");
        Assert.Empty(requests);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_password_can_be_pasted_shown_and_hidden_and_the_form_is_sent()
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true);
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await OpenAsync(context, delivered);
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", Registration.Password);
        var (field, repeated) = (page.GetByLabel("New password", new() { Exact = true }), page.GetByLabel("Repeat password"));
        foreach (var one in new[] { field, repeated })
        {
            await one.FocusAsync();
            await page.Keyboard.PressAsync("Control+V");
            await Assertions.Expect(one).ToHaveValueAsync(Registration.Password);
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Strength of this password:");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show password" }).ClickAsync();
        await Assertions.Expect(field).ToHaveAttributeAsync("type", "text");
        await Assertions.Expect(repeated).ToHaveAttributeAsync("type", "text");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hide password" }).ClickAsync();
        await Assertions.Expect(field).ToHaveAttributeAsync("type", "password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show password" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are registered.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_weak_one_is_not_held_back_by_the_page_but_refused_by_the_portal()
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true);
        var page = await OpenAsync(context, delivered);
        await SendAsync(page, "passwordpassword");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("one of the first that others would try");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("very weak. Avoid words and phrases");
        await Axe.CheckAsync(page);
    }

    [Fact]
    public async Task Without_script_there_is_no_meter_and_the_portal_tells_the_strength()
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false);
        var page = await OpenAsync(context, delivered);
        await Assertions.Expect(page.Locator("meter")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".strength")).ToBeHiddenAsync();
        await SendAsync(page, "passwordpassword");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Strength of this password: very weak. Avoid words and phrases");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show password" })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    public async Task Axe_finds_nothing_while_typing_and_nothing_overflows(int width, ColorScheme scheme)
    {
        await using var delivered = await StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: width, scheme: scheme);
        var page = await OpenAsync(context, delivered);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync("dragon 1999");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Strength of this password:");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Axe.CheckAsync(page);
    }

    private static async Task<Delivered> StartAsync()
    {
        var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        return delivered;
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, Delivered delivered)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(Outgoing.Link((await delivered.Outgoing.ToAsync(Bob))[0]).AbsolutePath);
        var sender = (await delivered.Outgoing.ToAsync("alice@example.com"))[0];
        await page.GetByLabel("Initial password").FillAsync(Outgoing.InitialPassword(sender));
        await page.GetByLabel("Your name").FillAsync("Bob Beispiel");
        return page;
    }

    private static async Task SendAsync(IPage page, string password)
    {
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(password);
        await page.GetByLabel("Repeat password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
    }
}
