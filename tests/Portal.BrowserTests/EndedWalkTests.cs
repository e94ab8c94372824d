using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Somebody writes for longer than a session lasts, on a phone, without script, and loses nothing.</summary>
public sealed class EndedWalkTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string Written = "A long and careful answer.\n\nWritten for an hour.";

    [Fact]
    public async Task What_was_written_waits_in_its_window_while_its_writer_signs_in_in_another_one()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.Locator("a.mail-link").First.ClickAsync();
        await page.GotoAsync(new Uri(page.Url).AbsolutePath + "/reply");
        await page.GetByLabel("Message", new() { Exact = true }).FillAsync(Written);
        await page.GetByLabel("Add files").SetInputFilesAsync(new FilePayload { Name = "long.bin", MimeType = "application/octet-stream", Buffer = new byte[3_000_000] });
        await context.ClearCookiesAsync(new() { Name = "__Host-session" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your session has ended" })).ToBeVisibleAsync(FactorPages.Patiently);
        await Assertions.Expect(page.GetByLabel("What you wrote")).ToHaveValueAsync(Written);
        await Assertions.Expect(page.GetByText("Please attach them again afterwards")).ToBeVisibleAsync();

        var other = await context.RunAndWaitForPageAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync());
        await other.GetByLabel("E-mail address").FillAsync(Bob);
        await other.GetByLabel("Password", new() { Exact = true }).FillAsync(Registration.Password);
        await other.Locator(".page .button-primary").ClickAsync();
        await Assertions.Expect(other).ToHaveURLAsync(new Regex("/stay$"), new() { Timeout = 20_000 });
        await other.CloseAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("The draft is saved.", new() { Timeout = 20_000 });
        await Assertions.Expect(page.GetByLabel("Message", new() { Exact = true })).ToHaveValueAsync(Written);
    }
}
