using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests.Routes;

/// <summary>One running portal in which every page can be seen, with people in all the states that lead to one.</summary>
public sealed partial class Stage : IAsyncLifetime
{
    private const string Bob = "bob@work.example";
    private const string Tom = "tom@example.org";
    private const string Invited = "invited@example.org";
    private const string Alice = "alice@example.com";
    private const string Sam = "sam@work.example";

    private readonly Browser _browser = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly Dictionary<Who, IReadOnlyList<Cookie>> _cookies = new() { [Who.Stranger] = [], [Who.Sender] = [] };
    private readonly Dictionary<Who, long> _renewed = [];
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private Delivered _delivered = null!;
    private OpenIdProvider? _provider;

    public static bool HasProvider { get; } = new OpenIdProviderFactAttribute().Skip is null;

    public string Invitation { get; private set; } = "";

    public string Notice { get; private set; } = "";

    public string SenderLink { get; private set; } = "";

    public string ResetLink { get; private set; } = "";

    public string Message { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _browser.InitializeAsync();
        var port = FreePort.Next();
        var secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, OpenIdProvider.ClientSecret);
        _delivered = await Delivered.StartAsync([.. Settings, .. HasProvider ? ProviderSettings(port, secret) : []]);
        if (HasProvider)
        {
            _provider = await OpenIdProvider.StartAsync(port, $"{_delivered.Portal.Web}sign-in/external/work/callback");
        }

        await _delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await _delivered.SendAsync(SampleMails.Contract(Tom), Tom);
        await SetUpReaderAsync();
        await SetUpFactorAsync();
        await _delivered.SendAsync(SampleMails.Contract(Invited), Invited);
        Invitation = Outgoing.Link((await _delivered.Outgoing.ToAsync(Invited))[0]).AbsolutePath;
        SenderLink = SentPages.Link((await _delivered.Outgoing.ToAsync(Alice, 3))[^1]);
        if (HasProvider)
        {
            await SetUpSenderAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        await _delivered.DisposeAsync();
        await _browser.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal async Task<IBrowserContext> ContextAsync(Who who, string language, bool script, int width, int height, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser.ContextAsync(_delivered.Portal.Web, script, width, height, language == "de" ? "de-CH" : "en-GB", scheme);
        await context.AddCookiesAsync([.. _cookies[who], Made("__Host-language", language)]);
        if (TimeProvider.System.GetElapsedTime(_renewed.GetValueOrDefault(who, _begun)) > TimeSpan.FromMinutes(3))
        {
            await RenewAsync(context, who);
        }

        return context;
    }

    // Some pages want a proof, a half sign-in or a code of the last ten minutes, and the whole table takes longer.
    private async Task RenewAsync(IBrowserContext context, Who who)
    {
        Func<IPage, Task>? renew = who switch
        {
            Who.Reader or Who.ReaderWithFactor => ProveAsync,
            Who.HalfSignedIn => SignInByHalfAsync,
            Who.WaitingForCode => AskForCodeAsync,
            _ => null,
        };
        if (renew is null)
        {
            return;
        }

        var page = await context.NewPageAsync();
        await renew(page);
        await page.CloseAsync();
        _cookies[who] = await CookiesAsync(context);
        _renewed[who] = TimeProvider.System.GetTimestamp();
    }

    private static async Task ProveAsync(IPage page)
    {
        await page.GotoAsync("/sign-in/again?returnUrl=/settings/data");
        await page.Locator("input[name=password]").FillAsync(Registration.Password);
        await page.Locator(".page .button-primary").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/settings/data$"), new() { Timeout = 20_000 });
    }

    private static async Task AskForCodeAsync(IPage page)
    {
        await page.GotoAsync("/sign-in/code");
        await page.Locator("input[name=email]").FillAsync(Bob);
        await page.Locator(".page .button-primary").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in/code/enter"), new() { Timeout = 20_000 });
    }

    private static async Task SignInByHalfAsync(IPage page)
    {
        await page.Context.ClearCookiesAsync(new() { NameRegex = new Regex("^(?!__Host-language)") });
        await page.GotoAsync("/sign-in");
        await page.Locator("input[name=email]").FillAsync(Tom);
        await page.Locator("input[name=password]").FillAsync(Registration.Password);
        await page.Locator(".page .button-primary").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in/second"), new() { Timeout = 20_000 });
    }

    /// <summary>Writes something and sends it when the session is over; after that the browser has its session again.</summary>
    internal async Task SendAfterTheEndAsync(IPage page)
    {
        await page.GotoAsync("/compose");
        await page.Locator("textarea[name=text]").FillAsync("Thank you");
        await page.Context.ClearCookiesAsync(new() { Name = "__Host-session" });
        await page.Locator("button[formaction$='do=send']").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/compose/ended"), new() { Timeout = 20_000 });
        await page.Context.AddCookiesAsync(_cookies[Who.Reader].Where(cookie => cookie.Name == "__Host-session"));
    }

    /// <summary>Presses the provider's button and stays on the page that leads there.</summary>
    internal async Task LeaveAsync(IPage page)
    {
        await page.RouteAsync("**/sign-in/external/work", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new()
            {
                Status = answer.Status, Body = await answer.TextAsync(), Headers = answer.Headers.Where(header => header.Key != "refresh").ToDictionary(),
            });
        });
        await page.GotoAsync("/sign-in");
        await page.Locator("form[action='/sign-in/external/work'] button").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("the work account", new() { Timeout = 20_000 });
    }

    /// <summary>Signs somebody in at the provider, as far as the page to which the portal leads then.</summary>
    internal async Task ComeFromProviderAsync(IPage page, string login)
    {
        await page.UnrouteAllAsync();
        await page.Context.ClearCookiesAsync(new() { NameRegex = new Regex("^_(session|interaction)") });
        await page.GotoAsync("/sign-in");
        await page.Locator("form[action='/sign-in/external/work'] button").ClickAsync();
        await page.GetByPlaceholder("Enter any login").FillAsync(login);
        await page.GetByPlaceholder("and password").FillAsync("any");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.WaitForURLAsync(url => url.StartsWith(_delivered.Portal.Web.ToString(), StringComparison.Ordinal));
    }

    private static string[] Settings =>
    [
        "--Tenants:default:DisplayName=Musterbank", "--Tenants:default:SignInByMailCode=true", "--Tenants:default:PasswordResetQuestion=true",
        "--Tenants:default:MailboxRecovery=RecipientOnly", "--Tenants:default:ImprintUrl=https://musterbank.example/imprint",
        "--Tenants:default:PrivacyUrl=https://musterbank.example/privacy", "--Tenants:default:AccessibilityUrl=https://musterbank.example/accessibility",
        "--Sms:Provider=Http", "--Sms:Countries:0=CH", "--Sms:Http:Url=https://localhost:9/?to={digits}&text={text}",
        "--Tenants:default:NewMessage=true", "--Tenants:default:Forward=true", "--Tenants:default:ReplyRecipients=Allowed", "--Tenants:default:RecipientDomains:0=example.com",
        "--Portal:RateLimits:SignIns=10000", "--Portal:RateLimits:Registrations=10000", "--Portal:RateLimits:Resets=10000",
        "--Portal:RateLimits:Notices=10000", "--Portal:RateLimits:MailCodes=10000",
    ];

    private static string[] ProviderSettings(int port, string secret) =>
    [
        "--Tenants:default:Providers:work:DisplayName=the work account", $"--Tenants:default:Providers:work:ClientId={OpenIdProvider.ClientId}",
        $"--Tenants:default:Providers:work:ClientSecretFile={secret}", $"--Tenants:default:Providers:work:Authority=http://localhost:{port}",
        "--Tenants:default:SelfRegistration=true",
    ];

    // Registers, reads nothing yet; asks for a new password; comes in a second browser by a code, which opens no mailbox.
    private async Task SetUpReaderAsync()
    {
        await using var context = await _browser.ContextAsync(_delivered.Portal.Web);
        var page = await context.NewPageAsync();
        await RegisterAsync(page, Bob);
        await _delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        Notice = Outgoing.Link((await _delivered.Outgoing.ToAsync(Bob, 2))[^1]).AbsolutePath;
        await page.GotoAsync("/messages");
        Message = (await page.Locator(".mail-link").Last.GetAttributeAsync("href"))!;
        _cookies[Who.Reader] = await CookiesAsync(context);

        await using var other = await _browser.ContextAsync(_delivered.Portal.Web);
        page = await other.NewPageAsync();
        await page.GotoAsync("/forgotten");
        await page.GetByLabel("E-mail address").FillAsync(Bob);
        await page.Locator(".page .button-primary").ClickAsync();
        ResetLink = Find(ResetPath(), await MailAsync(Bob, ResetPath()));
        await AskForCodeAsync(page);
        await page.GetByLabel("Code").FillAsync(CodeText().Match(await MailAsync(Bob, CodeText())).Value);
        await page.Locator(".page .button-primary").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync(FactorPages.Patiently);
        _cookies[Who.ReaderOfClosedMail] = await CookiesAsync(other);

        // The code is used up by that: another one waits for who is shown the form.
        await page.Context.ClearCookiesAsync();
        await AskForCodeAsync(page);
        _cookies[Who.WaitingForCode] = await CookiesAsync(other);
    }

    private async Task SetUpSenderAsync()
    {
        await _delivered.SendAsync(SampleMails.Contract(Tom).Replace(Alice, Sam, StringComparison.Ordinal), Tom);
        await using var context = await _browser.ContextAsync(_delivered.Portal.Web);
        await ComeFromProviderAsync(await context.NewPageAsync(), "sam");
        _cookies[Who.Sender] = await CookiesAsync(context);
    }

    private async Task SetUpFactorAsync()
    {
        await using var context = await _browser.ContextAsync(_delivered.Portal.Web);
        var page = await context.NewPageAsync();
        await RegisterAsync(page, Tom);
        await page.GotoAsync("/settings/authenticator");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(FactorPages.Code(await page.Locator("code.secret").InnerTextAsync(), 0));
        await page.Locator(".page .button-primary").ClickAsync();
        await Assertions.Expect(page.GetByText("Set up on")).ToBeVisibleAsync(FactorPages.Patiently);
        await page.GotoAsync("/settings/backup-codes");
        await page.Locator(".page .button-primary").ClickAsync();
        _cookies[Who.ReaderWithFactor] = await CookiesAsync(context);

        await context.ClearCookiesAsync();
        await SignInByHalfAsync(page);
        _cookies[Who.HalfSignedIn] = await CookiesAsync(context);
    }

    private async Task RegisterAsync(IPage page, string address)
    {
        await page.GotoAsync(Outgoing.Link((await _delivered.Outgoing.ToAsync(address))[0]).AbsolutePath);
        var mail = _delivered.Outgoing.All().First(mail => Outgoing.InitialPassword(mail).Length > 0 && mail.Contains(address, StringComparison.Ordinal));
        await page.GetByLabel("Initial password").FillAsync(Outgoing.InitialPassword(mail));
        await page.GetByLabel("Your name").FillAsync("Vera Beispiel");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Registration.Password);
        await page.GetByLabel("Repeat password").FillAsync(Registration.Password);
        await page.Locator(".page .button-primary").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync(FactorPages.Patiently);
    }

    private async Task<string> MailAsync(string address, Regex with)
    {
        for (var count = 1; ; count++)
        {
            if ((await _delivered.Outgoing.ToAsync(address, count)).FirstOrDefault(mail => with.IsMatch(mail)) is { } found)
            {
                return found;
            }
        }
    }

    private static string Find(Regex link, string mail) => new Uri(link.Match(mail).Value).AbsolutePath;

    private async Task<IReadOnlyList<Cookie>> CookiesAsync(IBrowserContext context) =>
        [.. (await context.CookiesAsync()).Where(c => c.Name != "__Host-language").Select(c => Made(c.Name, c.Value))];

    private Cookie Made(string name, string value) => new() { Name = name, Value = value, Url = _delivered.Portal.Web.ToString(), Secure = true, HttpOnly = true };

    [GeneratedRegex(@"https://[^\s""<>/]+/reset/[A-Za-z0-9_-]+")]
    private static partial Regex ResetPath();

    [GeneratedRegex(@"(?<=\n)[0-9]{4} [0-9]{4}(?=\r)")]
    private static partial Regex CodeText();
}
