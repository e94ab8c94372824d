using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.SignIn;
using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>Passkeys over HTTP, with an authenticator that lies (threat B11).</summary>
public sealed partial class PasskeyTests(FactorFixture fixture) : IClassFixture<FactorFixture>
{
    private const string Settings = "/settings/passkeys";
    private const string SignIn = "/sign-in?handler=passkey";
    private const string Second = "/sign-in/second";

    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task It_signs_in_without_password_and_counts_as_two_factors()
    {
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync("alone@example.org", passkey);
        using var browser = Portal.Browser();

        (await AnswerAsync(browser, "/sign-in?returnUrl=/settings", SignIn, passkey)).LeadsTo("/settings");

        Assert.Contains("Your contract", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/settings/second-factor")).StatusCode);
        (await AnswerAsync(browser, "/sign-in/second?with=Passkey", Second, passkey)).LeadsTo("/messages");
    }

    [Fact]
    public async Task It_is_the_second_factor_after_a_password_and_confirms_who_is_signed_in()
    {
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync("second@example.org", passkey);
        using var browser = Portal.Browser();
        (await browser.PasswordAsync("second@example.org")).LeadsTo("/sign-in/second?returnUrl=%2Fmessages");
        (await AnswerAsync(browser, Second, Second, passkey)).LeadsTo("/messages");

        Portal.Clock.Advance(TimeSpan.FromMinutes(11));
        (await browser.GetAsync(Settings)).LeadsTo("/sign-in/again?returnUrl=%2Fsettings%2Fpasskeys");
        Assert.Contains("Use a passkey instead", await browser.ReadAsync("/sign-in/again?returnUrl=/settings/passkeys"), StringComparison.Ordinal);
        (await AnswerAsync(browser, "/sign-in/second?with=Passkey&returnUrl=/settings/passkeys", Second, passkey)).LeadsTo(Settings);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Settings)).StatusCode);
    }

    [Theory]
    [InlineData("wrong origin")]
    [InlineData("origin of another port")]
    [InlineData("another domain")]
    [InlineData("not verified")]
    [InlineData("from a foreign frame")]
    [InlineData("another challenge")]
    [InlineData("false signature")]
    [InlineData("counter stands still")]
    [InlineData("unknown credential")]
    [InlineData("another's handle")]
    [InlineData("no handle")]
    public async Task An_answer_that_is_not_right_signs_nobody_in(string lie)
    {
        var name = lie.Replace(' ', '-').Replace('\'', '-');
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync($"{name}@example.org", passkey);
        using var other = new SoftPasskey();
        using var carl = await AddAsync($"other-{name}@example.org", other);
        using var browser = Portal.Browser();
        (await AnswerAsync(browser, "/sign-in", SignIn, passkey)).LeadsTo("/messages");
        await browser.SubmitAsync("/messages", "/sign-out");
        var (id, handle) = (passkey.Id, passkey.UserHandle);
        switch (lie)
        {
            case "wrong origin": passkey.Origin = "https://portal.example.evil.example"; break;
            case "origin of another port": passkey.Origin = "https://portal.example:8443"; break;
            case "another domain": passkey.Domain = "evil.example"; break;
            case "not verified": passkey.Verifies = false; break;
            case "from a foreign frame": passkey.CrossOrigin = true; break;
            case "another challenge": passkey.Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"; break;
            case "false signature": passkey.SignsFalsely = true; break;
            case "counter stands still": passkey.Counter--; break;
            case "unknown credential": passkey.Id = new byte[16]; break;
            case "another's handle": passkey.UserHandle = other.UserHandle; break;
            default: passkey.UserHandle = null; break;
        }

        await AssertRefusedAsync(await AnswerAsync(browser, "/sign-in", SignIn, passkey));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/messages")).StatusCode);

        (passkey.Origin, passkey.Domain, passkey.Verifies, passkey.CrossOrigin, passkey.Challenge) = (TestPortal.Origin, "portal.example", true, false, null);
        (passkey.SignsFalsely, passkey.Id, passkey.UserHandle) = (false, id, handle);
        passkey.Counter += 2;
        (await AnswerAsync(browser, "/sign-in", SignIn, passkey)).LeadsTo("/messages");
    }

    [Fact]
    public async Task An_answer_is_good_once_in_its_browser_for_its_purpose_and_for_five_minutes()
    {
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync("once@example.org", passkey);
        using var browser = Portal.Browser();
        var fields = await FieldsAsync(browser, "/sign-in", SignIn, passkey);

        using (var stranger = Portal.Browser())
        {
            await stranger.ReadAsync("/sign-in");
            var own = Browser.Hidden(await stranger.ReadAsync("/sign-in"), "/sign-in").Where(f => f.Name == "__RequestVerificationToken");
            await AssertRefusedAsync(await stranger.PostAsync(SignIn, [.. fields.Where(f => f.Name != "__RequestVerificationToken"), .. own]));
        }

        (await browser.PostAsync(SignIn, fields)).LeadsTo("/messages");
        await browser.SubmitAsync("/messages", "/sign-out");
        await AssertRefusedAsync(await browser.PostAsync(SignIn, fields));

        await browser.PasswordAsync("once@example.org");
        var asSecond = (await FieldsAsync(browser, "/sign-in", SignIn, passkey)).Append(("with", "Passkey"));
        Assert.Contains("The passkey was not accepted", await (await browser.PostAsync(Second, asSecond)).TextAsync(), StringComparison.Ordinal);

        var late = await FieldsAsync(browser, "/sign-in", SignIn, passkey);
        Portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await AssertRefusedAsync(await browser.PostAsync(SignIn, late));
    }

    [Fact]
    public async Task Of_fifty_at_once_with_one_answer_one_gets_in()
    {
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync("many@example.org", passkey);
        using var browser = Portal.Browser();
        var fields = await FieldsAsync(browser, "/sign-in", SignIn, passkey);
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => browser.PostAsync(SignIn, fields)));
        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
    }

    [Fact]
    public async Task Anothers_passkey_is_no_second_factor()
    {
        using var own = new SoftPasskey();
        using var others = new SoftPasskey();
        using var reader = await AddAsync("own@example.org", own);
        using var carl = await AddAsync("carls@example.org", others);
        using var browser = Portal.Browser();
        await browser.PasswordAsync("own@example.org");
        foreach (var handle in new[] { others.UserHandle, own.UserHandle, null })
        {
            others.UserHandle = handle;
            Assert.Contains("The passkey was not accepted", await (await AnswerAsync(browser, Second, Second, others)).TextAsync(), StringComparison.Ordinal);
        }

        (await AnswerAsync(browser, Second, Second, own)).LeadsTo("/messages");
    }

    [Fact]
    public async Task A_new_one_is_verified_bound_to_the_session_and_belongs_to_one_account()
    {
        using var passkey = new SoftPasskey { Verifies = false };
        using var reader = await Portal.RegisteredAsync("adds@example.org");
        await AssertNotAddedAsync(reader, passkey);
        (passkey.Verifies, passkey.Origin) = (true, "https://evil.example");
        await AssertNotAddedAsync(reader, passkey);
        passkey.Origin = TestPortal.Origin;

        using var carl = await Portal.RegisteredAsync("adder@example.org");
        var page = await reader.ReadAsync(Settings);
        var foreign = Browser.Hidden(await carl.ReadAsync(Settings), Settings).Where(f => f.Name == "__RequestVerificationToken");
        var stolen = await carl.PostAsync(Settings, [.. foreign, ("token", Token(page, Settings)), ("name", "x"), ("credential", passkey.Create(Options(page, Settings)))]);
        Assert.Contains("The passkey was not added", await stolen.TextAsync(), StringComparison.Ordinal);

        await AddAsync(reader, passkey);
        await AssertNotAddedAsync(carl, passkey);
        Assert.Equal(1, await Portal.QueryAsync(db => db.Passkeys.CountAsync(p => p.CredentialId == passkey.Id)));
    }

    [Fact]
    public async Task It_is_named_renamed_and_removed_and_then_signs_nobody_in()
    {
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync("names@example.org", passkey);
        Assert.Contains("My phone", await reader.ReadAsync(Settings), StringComparison.Ordinal);
        var stored = await Portal.QueryAsync(db => db.Passkeys.SingleAsync(p => p.CredentialId == passkey.Id));
        Assert.Equal(-1, stored.Name.AsSpan().IndexOf("phone"u8));
        (await reader.SubmitAsync(Settings, $"{Settings}?handler=rename", ("name", "Old \u202Ephone"))).LeadsTo($"{Settings}?saved=true");
        Assert.Contains("Old phone", await reader.ReadAsync(Settings), StringComparison.Ordinal);

        using var carl = await Portal.RegisteredAsync("robber@example.org");
        var form = Browser.Hidden(await carl.ReadAsync("/messages"), "/sign-out");
        var id = System.Buffers.Text.Base64Url.EncodeToString(passkey.Id);
        Assert.Equal(HttpStatusCode.NotFound, (await carl.PostAsync($"{Settings}?handler=remove", [.. form, ("id", id)])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await carl.PostAsync($"{Settings}?handler=rename", [.. form, ("id", id), ("name", "x")])).StatusCode);

        (await reader.SubmitAsync(Settings, $"{Settings}?handler=remove")).LeadsTo($"{Settings}?saved=true");
        using var browser = Portal.Browser();
        await AssertRefusedAsync(await AnswerAsync(browser, "/sign-in", SignIn, passkey));
        (await browser.PasswordAsync("names@example.org")).LeadsTo("/messages");
    }

    [Fact]
    public async Task The_question_of_the_sign_in_page_tells_nothing_of_anybody()
    {
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync("quiet@example.org", passkey);
        using var browser = Portal.Browser();
        foreach (var address in new[] { "quiet@example.org", "nobody@example.org" })
        {
            var page = await (await browser.SubmitAsync("/sign-in", "/sign-in", ("email", address), ("password", "wrong"))).Content.ReadAsStringAsync();
            using var options = System.Text.Json.JsonDocument.Parse(Options(page, SignIn));
            Assert.True(!options.RootElement.TryGetProperty("allowCredentials", out var allowed) || allowed.GetArrayLength() == 0);
            Assert.Equal("portal.example", options.RootElement.GetProperty("rpId").GetString());
            Assert.Equal("required", options.RootElement.GetProperty("userVerification").GetString());
        }
    }

    [Fact]
    public async Task A_locked_account_is_not_let_in()
    {
        using var passkey = new SoftPasskey();
        using var reader = await AddAsync("locked@example.org", passkey);
        await Portal.QueryAsync(db => db.Users.Where(a => db.Mailboxes.Any(m => m.AccountId == a.Id && m.Address == "locked@example.org"))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, Core.Storage.Model.AccountState.LockedByAdmin)));
        using var browser = Portal.Browser();
        await AssertRefusedAsync(await AnswerAsync(browser, "/sign-in", SignIn, passkey));
        Assert.True(string.IsNullOrEmpty(browser.Cookie(SessionCookie.Name)));
    }

    private async Task<Browser> AddAsync(string address, SoftPasskey passkey)
    {
        var reader = await Portal.RegisteredAsync(address);
        await AddAsync(reader, passkey);
        return reader;
    }

    internal static async Task AddAsync(Browser reader, SoftPasskey passkey) =>
        (await reader.PostAsync(Settings, [.. await NewFieldsAsync(reader, passkey), ("name", "My phone")])).LeadsTo("/settings/second-factor?saved=true");

    private static async Task AssertNotAddedAsync(Browser reader, SoftPasskey passkey) => Assert.Contains(
        "The passkey was not added", await (await reader.PostAsync(Settings, await NewFieldsAsync(reader, passkey))).TextAsync(), StringComparison.Ordinal);

    private static async Task<List<(string Name, string Value)>> NewFieldsAsync(Browser reader, SoftPasskey passkey)
    {
        var page = await reader.ReadAsync(Settings);
        return [.. Browser.Hidden(page, Settings).Where(f => f.Name != "credential"), ("credential", passkey.Create(Options(page, Settings)))];
    }

    private static async Task<HttpResponseMessage> AnswerAsync(Browser browser, string page, string action, SoftPasskey passkey) =>
        await browser.PostAsync(action, [.. await FieldsAsync(browser, page, action, passkey), ("with", "Passkey")]);

    private static async Task<List<(string Name, string Value)>> FieldsAsync(Browser browser, string path, string action, SoftPasskey passkey)
    {
        var page = await browser.ReadAsync(path);
        return [.. Browser.Hidden(page, action).Where(f => f.Name != "credential"), ("credential", passkey.Answer(Options(page, action)))];
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("The passkey was not accepted", await response.TextAsync(), StringComparison.Ordinal);
    }

    private static string Token(string page, string action) => Browser.Hidden(page, action).Single(f => f.Name == "token").Value;

    private static string Options(string page, string action) => WebUtility.HtmlDecode(
        Form().Matches(page).First(m => m.Value.Contains($"action=\"{action}\"", StringComparison.Ordinal)).Groups[1].Value);

    [GeneratedRegex("<form[^>]*data-options=\"([^\"]*)\"[^>]*>")]
    private static partial Regex Form();
}
