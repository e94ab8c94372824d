using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Passkeys in Chromium, with the authenticator of its developer tools (threat B11).</summary>
public sealed class PasskeyTests(Browser browser) : IClassFixture<Browser>
{
    private const string SignIn = "**/sign-in?handler=passkey";

    [Fact]
    public async Task It_is_added_signs_in_without_a_password_and_is_the_second_factor()
    {
        await using var delivered = await FactorPages.StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true, width: 390, height: 844);
        var (page, authenticator) = await AddAsync(context, delivered);
        await page.GotoAsync("/settings/passkeys");
        await Assertions.Expect(page.GetByText("My phone").First).ToBeVisibleAsync();
        await FactorPages.CheckAsync(page);

        await SignOutAsync(page, authenticator);
        await page.GotoAsync("/sign-in");
        Assert.Equal("username webauthn", await page.GetByLabel("E-mail address").GetAttributeAsync("autocomplete"));
        await FactorPages.CheckAsync(page);
        await authenticator.PresentAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await InboxAsync(page);

        await SignOutAsync(page, authenticator);
        await FactorPages.PasswordAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The second step" })).ToBeVisibleAsync(FactorPages.Patiently);
        await FactorPages.CheckAsync(page);
        await authenticator.PresentAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use your passkey" }).ClickAsync();
        await InboxAsync(page);
    }

    [Fact]
    public async Task What_was_tampered_with_on_its_way_signs_nobody_in()
    {
        await using var delivered = await FactorPages.StartAsync();
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true);
        // The passkey is asked for by the button alone: a page that asked by itself would be answered at once, again and again.
        await context.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = undefined");
        var (page, authenticator) = await AddAsync(context, delivered);
        await SignOutAsync(page, authenticator);
        await page.RouteAsync(SignIn, route => route.ContinueAsync(new() { PostData = Encoding.UTF8.GetBytes(WithOrigin(route.Request.PostData!)) }));
        await RefusedAsync(page, authenticator);
        await page.UnrouteAsync(SignIn);

        // Who asks for less gets less, and that is not enough.
        await authenticator.VerifiedAsync(false);
        await RefusedAsync(page, authenticator, "form => form.dataset.options = form.dataset.options.replace('required', 'discouraged')");
        await authenticator.VerifiedAsync(true);

        string? sent = null;
        await page.RouteAsync(SignIn, route =>
        {
            sent = route.Request.PostData;
            return route.ContinueAsync();
        });
        await AskAsync(page, authenticator);
        await InboxAsync(page);
        await SignOutAsync(page, authenticator);
        var again = await context.APIRequest.PostAsync("/sign-in?handler=passkey", new()
        {
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" }, Data = sent, IgnoreHTTPSErrors = true,
        });
        Assert.Contains("The passkey was not accepted", await again.TextAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/messages");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).First).ToBeVisibleAsync();
    }

    private static async Task<(IPage Page, Authenticator Authenticator)> AddAsync(IBrowserContext context, Delivered delivered)
    {
        var page = await FactorPages.RegisteredAsync(context, delivered);
        var authenticator = await Authenticator.AddAsync(context, page);
        await page.GotoAsync("/settings/passkeys");
        await page.GetByLabel("Name of the passkey").FillAsync("My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Passkeys: 1.")).ToBeVisibleAsync(FactorPages.Patiently);
        return (page, authenticator);
    }

    private static async Task RefusedAsync(IPage page, Authenticator authenticator, string? before = null)
    {
        await AskAsync(page, authenticator, before);
        await Assertions.Expect(page.GetByText("The passkey was not accepted")).ToBeVisibleAsync(FactorPages.Patiently);
        await page.GotoAsync("/messages");
        Assert.Contains("/sign-in", page.Url, StringComparison.Ordinal);
    }

    private static async Task AskAsync(IPage page, Authenticator authenticator, string? before = null)
    {
        await authenticator.PresentAsync(false);
        await page.GotoAsync("/sign-in");
        if (before is not null)
        {
            await page.Locator("form[data-passkey]").EvaluateAsync(before);
        }

        await authenticator.PresentAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
    }

    private static string WithOrigin(string form)
    {
        var fields = HttpUtility.ParseQueryString(form);
        var credential = JsonSerializer.Deserialize<Dictionary<string, object>>(fields["credential"]!)!;
        var response = JsonSerializer.Deserialize<Dictionary<string, string>>(credential["response"].ToString()!)!;
        var client = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(response["clientDataJSON"]));
        Assert.Contains("https://localhost:", client, StringComparison.Ordinal);
        client = client.Replace("https://localhost:", "https://evil.example:", StringComparison.Ordinal);
        response["clientDataJSON"] = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(client));
        credential["response"] = response;
        fields["credential"] = JsonSerializer.Serialize(credential);
        return fields.ToString()!;
    }

    // The sign-in page asks for a passkey by itself: one that answered at once would sign in again.
    private static async Task SignOutAsync(IPage page, Authenticator authenticator)
    {
        await authenticator.PresentAsync(false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync(FactorPages.Patiently);
    }

    private static Task InboxAsync(IPage page) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync(FactorPages.Patiently);

    private sealed class Authenticator(ICDPSession tools, string id)
    {
        public static async Task<Authenticator> AddAsync(IBrowserContext context, IPage page)
        {
            var tools = await context.NewCDPSessionAsync(page);
            await tools.SendAsync("WebAuthn.enable");
            var added = await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                    ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
                },
            });
            return new Authenticator(tools, added!.Value.GetProperty("authenticatorId").GetString()!);
        }

        /// <summary>Whether its user touches it when he is asked.</summary>
        public async Task PresentAsync(bool present) =>
            await tools.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = id, ["enabled"] = present });

        /// <summary>Whether it would know its user.</summary>
        public async Task VerifiedAsync(bool verified) =>
            await tools.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = id, ["isUserVerified"] = verified });
    }
}
