using Microsoft.Playwright;
using TestKit;

namespace Portal.BrowserTests;

/// <summary>How a person comes in for the first time: through the link of a notice, with the password that the sender was given.</summary>
internal static class Registration
{
    public const string Password = "a quiet river in november";

    public static async Task RegisterAsync(IPage page, Delivered delivered, string address)
    {
        var notice = (await delivered.Outgoing.ToAsync(address))[0];
        await page.GotoAsync(Outgoing.Link(notice).AbsolutePath);
        var sender = delivered.Outgoing.All().First(mail => Outgoing.InitialPassword(mail).Length > 0);
        await page.GetByLabel("Initial password").FillAsync(Outgoing.InitialPassword(sender));
        await page.GetByLabel("Your name").FillAsync("Vera Example");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Repeat password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
    }
}
