using Microsoft.Playwright;
using Portal.Core.Accounts.Factors;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>What people do with second factors in a browser.</summary>
internal static class FactorPages
{
    public const string Bob = "bob@example.org";

    /// <summary>A password takes its time, on a busy machine a long one.</summary>
    public static LocatorAssertionsToBeVisibleOptions Patiently { get; } = new() { Timeout = 20_000 };

    public static async Task<Delivered> StartAsync(params string[] settings)
    {
        var delivered = await Delivered.StartAsync(settings);
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        return delivered;
    }

    /// <summary>A registered person's page at a width of a phone.</summary>
    public static async Task<IPage> RegisteredAsync(IBrowserContext context, Delivered delivered)
    {
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync(Patiently);
        return page;
    }

    /// <summary>Nothing overflows, and axe finds nothing.</summary>
    public static async Task CheckAsync(IPage page)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), page.Url);
        await Axe.CheckAsync(page);
    }

    public static async Task PasswordAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(Bob);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Registration.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>What an app would show for the secret on the page, so many steps from now.</summary>
    public static string Code(string secret, int steps)
    {
        var bits = string.Concat(secret.Where(char.IsAsciiLetterOrDigit)
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        byte[] bytes = [.. bits.Chunk(8).Select(octet => Convert.ToByte(new string(octet), 2))];
        return Totp.Code(bytes, Totp.StepOf(TimeProvider.System.GetUtcNow()) + steps);
    }
}
