using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A sender who lost the initial password, without script.</summary>
public sealed class SentTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Alice = "alice@example.com";

    [Fact]
    public async Task The_link_in_the_mail_brings_a_new_initial_password_that_registers()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        var first = (await delivered.Outgoing.ToAsync(Alice))[0];
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false);
        var page = await context.NewPageAsync();

        await page.GotoAsync(SentPages.Link(first));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What became of your message" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = Bob })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a new initial password" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("on its way to you by e-mail");

        var second = Outgoing.InitialPassword((await delivered.Outgoing.ToAsync(Alice, 2))[1]);
        Assert.NotEqual(Outgoing.InitialPassword(first), second);
        await page.GotoAsync(Outgoing.Link((await delivered.Outgoing.ToAsync(Bob))[0]).AbsolutePath);
        await page.GetByLabel("Initial password").FillAsync(second);
        await page.GetByLabel("Your name").FillAsync("Bob Beispiel");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Registration.Password);
        await page.GetByLabel("Repeat password").FillAsync(Registration.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are registered.")).ToBeVisibleAsync();
    }
}
