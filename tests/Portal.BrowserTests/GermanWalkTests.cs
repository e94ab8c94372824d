using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.BrowserTests.Routes;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>The whole way of a person in German: on a phone, without script, and with nothing but a keyboard.</summary>
public sealed partial class GermanWalkTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";
    private const string NewPassword = "neun alte Laternen im Hof";
    private static readonly PageText German = new("de");

    [Fact]
    public async Task From_the_notice_to_the_settings_by_keyboard_alone()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:Language=de");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: false, width: PageCheck.Width, height: PageCheck.Height, locale: "de-CH");
        var page = await context.NewPageAsync();

        await RegisterAsync(page, delivered);
        await ReadAsync(page);
        var secret = await SetUpFactorAsync(page);
        await OnAsync(page, "button", "Abmelden", "SignIn.Title");
        await SignInAsync(page, Registration.Password, secret, 0);
        await OnAsync(page, "button", "Abmelden", "SignIn.Title");
        await ResetAsync(page, delivered);
        await SignInAsync(page, NewPassword, secret, 1);
        await SettleAsync(page, delivered);
    }

    private static async Task RegisterAsync(IPage page, Delivered delivered)
    {
        await page.GotoAsync(Outgoing.Link((await delivered.Outgoing.ToAsync(Bob))[0]).AbsolutePath);
        await AtAsync(page, "Register.Title");
        var sender = (await delivered.Outgoing.ToAsync("alice@example.com"))[0];
        await TypeAsync(page, "Initialpasswort", Outgoing.InitialPassword(sender));
        await TypeAsync(page, "Ihr Name", "Bob Beispiel");
        await TypeAsync(page, "Neues Passwort", Registration.Password);
        await TypeAsync(page, "Passwort wiederholen", Registration.Password);
        await page.Keyboard.PressAsync("Enter"); // the form is sent from its last field
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Abmelden" })).ToBeVisibleAsync(FactorPages.Patiently);
    }

    private static async Task ReadAsync(IPage page)
    {
        if (await page.Locator(".mail-title").CountAsync() == 0)
        {
            await OnAsync(page, ".mail-link", "Your contract", "\"Your contract for 2027\"");
        }

        await AtAsync(page, "\"Your contract for 2027\"");
        await FocusAsync(page, ".file-download", "Herunterladen");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.Equal("Fees 2027.csv", download.SuggestedFilename);
        await OnAsync(page, "a", "Posteingang", "Inbox.Title");
    }

    private static async Task<string> SetUpFactorAsync(IPage page)
    {
        await OnAsync(page, "a", "Einstellungen", "Settings.Title");
        await OnAsync(page, "a", "Zweiter Schritt der Anmeldung", "Settings.Factors");
        await OnAsync(page, "a", "Authenticator-App", "Factor.App");
        var secret = await page.Locator("code.secret").InnerTextAsync();
        await TypeAsync(page, "Ihr Code", FactorPages.Code(secret, -1));
        await page.Keyboard.PressAsync("Enter");
        await AtAsync(page, "Settings.Factors");
        await Assertions.Expect(page.Locator(".note[role=status]")).ToContainTextAsync("Gespeichert.");
        return secret;
    }

    private static async Task SignInAsync(IPage page, string password, string secret, int steps)
    {
        await AtAsync(page, "SignIn.Title");
        await TypeAsync(page, "E-Mail-Adresse", Bob);
        await TypeAsync(page, "Passwort", password);
        await page.Keyboard.PressAsync("Enter");
        await AtAsync(page, "Second.Title");
        await TypeAsync(page, "Ihr Code", FactorPages.Code(secret, steps));
        await page.Keyboard.PressAsync("Enter");
        await AtAsync(page, "Inbox.Title");
    }

    private static async Task ResetAsync(IPage page, Delivered delivered)
    {
        await OnAsync(page, "a", "Passwort vergessen?", "Forgotten.Title");
        await TypeAsync(page, "E-Mail-Adresse", Bob);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("ist jetzt eine E-Mail dorthin unterwegs");
        await AtAsync(page, "Forgotten.Title");
        var count = 1;
        string mail;
        while (!ResetLink().IsMatch(mail = (await delivered.Outgoing.ToAsync(Bob, count))[^1]))
        {
            count++;
        }

        Assert.Contains(" Uhr UTC", mail.Replace("=20", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        await page.GotoAsync(new Uri(ResetLink().Match(mail).Value).AbsolutePath);
        await AtAsync(page, "Reset.Title");
        await TypeAsync(page, "Neues Passwort", NewPassword);
        await TypeAsync(page, "Passwort wiederholen", NewPassword);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Ihr neues Passwort ist festgelegt")).ToBeVisibleAsync(FactorPages.Patiently);
    }

    // The time zone is chosen by the keyboard, too; mails tell times in it from then on.
    private static async Task SettleAsync(IPage page, Delivered delivered)
    {
        await OnAsync(page, "a", "Einstellungen", "Settings.Title");
        await OnAsync(page, "a", "Name, Sprache, Zeitzone", "Settings.Profile");
        await FocusAsync(page, "select", "Zeitzone");
        await page.Keyboard.TypeAsync("Europe/Berlin");
        await OnAsync(page, "button", "Speichern", "Settings.Profile");
        await Assertions.Expect(page.GetByLabel("Zeitzone")).ToHaveValueAsync("Europe/Berlin");
        await OnAsync(page, "a", "Einstellungen", "Settings.Title");
        await OnAsync(page, "a", "Passwort", "Settings.Password");
        await TypeAsync(page, "Neues Passwort", Registration.Password);
        await TypeAsync(page, "Passwort wiederholen", Registration.Password);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Ihr Passwort ist geändert")).ToBeVisibleAsync(FactorPages.Patiently);
        await WaitForAsync(delivered, "Uhr (Europe/Berlin)");

        await page.GotoAsync("/settings");
        var links = await page.Locator("a.settings-link").AllInnerTextsAsync();
        foreach (var link in links)
        {
            await OnAsync(page, "a.settings-link", link, null);
            await AtAsync(page, null);
            await OnAsync(page, "a", "Einstellungen", "Settings.Title");
        }
    }

    private static async Task WaitForAsync(Delivered delivered, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!delivered.Outgoing.All().Any(mail => mail.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(100, limit.Token);
        }
    }

    // A page that somebody comes to: in German, and nothing on it in English.
    private static async Task AtAsync(IPage page, string? heading)
    {
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        if (heading is not null)
        {
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(heading.StartsWith('"') ? heading.Trim('"') : German[heading], new() { Timeout = 20_000 });
        }

        Assert.Equal("de", await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal([], German.Faults(await PageCheck.PiecesAsync(page)).Select(fault => $"{page.Url}: {fault}"));
    }

    private static async Task TypeAsync(IPage page, string label, string text)
    {
        await FocusAsync(page, "input", label);
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task OnAsync(IPage page, string what, string name, string? heading)
    {
        await FocusAsync(page, what, name);
        var here = page.Url;
        await page.Keyboard.PressAsync("Enter");
        if (heading is not null)
        {
            await AtAsync(page, heading);
        }
        else
        {
            await Assertions.Expect(page).Not.ToHaveURLAsync(here, new() { Timeout = 20_000 });
        }
    }

    // Tab, until the focus is there; a page has no more stops than this.
    private static async Task FocusAsync(IPage page, string what, string name)
    {
        for (var i = 0; i < 100; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>(
                """
                ([what, name]) => {
                  const e = document.activeElement;
                  const text = e.labels?.length ? e.labels[0].innerText : e.innerText;
                  return e.matches(what) && (text.trim().replace(/^←\s*/, '') === name || (what.startsWith('.') && text.includes(name)));
                }
                """,
                new[] { what, name }))
            {
                return;
            }
        }

        Assert.Fail($"The keyboard does not reach {what} {name} at {page.Url}.");
    }

    [GeneratedRegex(@"https://[^\s""<>/]+/reset/[A-Za-z0-9_-]+")]
    private static partial Regex ResetLink();
}
