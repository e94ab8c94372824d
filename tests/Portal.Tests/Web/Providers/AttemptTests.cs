using System.Net;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>An answer counts for the attempt that it belongs to: in its browser, of its provider, once, and for ten minutes.</summary>
public sealed class AttemptTests(ProviderBench bench) : IClassFixture<ProviderBench>
{
    [Fact]
    public async Task The_request_asks_for_a_code_with_proof_and_names_our_own_address()
    {
        bench.NewPerson();
        using var browser = bench.Portal.Browser();
        var url = await ProviderBench.LeaveAsync(browser);
        Assert.StartsWith($"{bench.Provider.Url}/work/authorize?", url, StringComparison.Ordinal);
        var (_, request) = bench.Provider.Consent(url);
        Assert.Equal("code", request["response_type"]);
        Assert.Equal("S256", request["code_challenge_method"]);
        Assert.Equal($"{TestPortal.Origin}/sign-in/external/work/callback", request["redirect_uri"]);
        Assert.Equal("openid email profile", request["scope"]);
        Assert.Equal([43, 43, 43], new[] { request["state"], request["nonce"], request["code_challenge"] }.Select(v => v.Length));
        var (_, again) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser));
        Assert.Empty(new[] { request["state"], request["nonce"], request["code_challenge"] }.Intersect(again.Values));
    }

    [Theory]
    [InlineData("another state")]
    [InlineData("no state")]
    [InlineData("state twice")]
    [InlineData("another browser")]
    [InlineData("another provider")]
    [InlineData("too late")]
    public async Task An_answer_does_not_count_with(string what)
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        using var stranger = bench.Portal.Browser();
        var (code, request) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser));
        var state = request["state"];
        if (what == "too late")
        {
            bench.Portal.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var answer = await (what switch
        {
            "another state" => browser.GetAsync(ProviderBench.Callback("work", ("code", code), ("state", state[..^1] + (state[^1] == 'A' ? 'E' : 'A')))),
            "no state" => browser.GetAsync(ProviderBench.Callback("work", ("code", code))),
            "state twice" => browser.GetAsync($"/sign-in/external/work/callback?code={code}&state={state}&state={state}"),
            "another browser" => stranger.GetAsync(ProviderBench.Callback("work", ("code", code), ("state", state))),
            "another provider" => browser.GetAsync(ProviderBench.Callback("other", ("code", code), ("state", state))),
            _ => browser.GetAsync(ProviderBench.Callback("work", ("code", code), ("state", state))),
        });
        ProviderBench.AssertFailed("Ended", answer, browser);
        Assert.Null(stranger.Cookie("__Host-session"));
    }

    [Fact]
    public async Task An_answer_counts_once_even_where_the_browser_keeps_the_cookie()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        var (code, request) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser));
        var name = $"__Host-external-{request["state"][..8]}";
        var kept = browser.Cookie(name)!;
        var callback = ProviderBench.Callback("work", ("code", code), ("state", request["state"]));
        ProviderBench.AssertSignedIn(await browser.GetAsync(callback), browser, "/messages?registered=Provider");
        using var thief = bench.Portal.Browser();
        thief.SetCookie(name, kept);
        var (second, _) = bench.Provider.Consent($"{bench.Provider.Url}/?code_challenge={request["code_challenge"]}&nonce={request["nonce"]}");
        ProviderBench.AssertFailed("Ended", await thief.GetAsync(callback.Replace(code, second, StringComparison.Ordinal)), thief);
    }

    [Fact]
    public async Task Two_windows_do_not_disturb_each_other()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        var (code, first) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser));
        await ProviderBench.LeaveAsync(browser);
        ProviderBench.AssertSignedIn(
            await browser.GetAsync(ProviderBench.Callback("work", ("code", code), ("state", first["state"]))), browser, "/messages?registered=Provider");
    }

    // Mix-up (RFC 9207): the answer of one provider must not count for another that the attempt was begun with.
    [Theory]
    [InlineData("work", true, true)]
    [InlineData("other", true, false)]
    [InlineData("", true, false)]
    [InlineData("", false, true)]
    [InlineData("other", false, false)]
    public async Task An_answer_names_its_issuer(string issuer, bool promised, bool accepted)
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        bench.Provider.Next.NamesIssuer = promised;
        using var browser = bench.Portal.Browser();
        var (code, request) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser));
        List<(string, string)> fields = [("code", code), ("state", request["state"])];
        if (issuer.Length > 0)
        {
            fields.Add(("iss", $"{bench.Provider.Url}/{issuer}"));
        }

        var answer = await browser.GetAsync(ProviderBench.Callback("work", [.. fields]));
        Assert.Equal(accepted ? "/messages?registered=Provider" : "/sign-in?external=Refused", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("access_denied", "Cancelled")]
    [InlineData("server_error", "Unavailable")]
    [InlineData("<script>", "Refused")]
    public async Task An_error_of_the_provider_leads_back_to_the_sign_in_page(string error, string failure)
    {
        bench.NewPerson();
        using var browser = bench.Portal.Browser();
        var (_, request) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser));
        var answer = await browser.GetAsync(ProviderBench.Callback("work", ("error", error), ("error_description", "x"), ("state", request["state"])));
        ProviderBench.AssertFailed(failure, answer, browser);
        Assert.Contains("role=\"alert\"", await browser.ReadAsync(answer.Headers.Location!.OriginalString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_down_leads_back_and_one_that_was_seen_lately_is_not_asked_again()
    {
        bench.NewPerson();
        bench.Provider.Next.Down = true;
        using var browser = bench.Portal.Browser();
        var answer = await browser.SubmitAsync("/sign-in", "/sign-in/external/work");
        ProviderBench.AssertFailed("Unavailable", answer, browser);

        bench.NewPerson();
        await ProviderBench.LeaveAsync(browser);
        var asked = bench.Provider.Discoveries;
        await ProviderBench.LeaveAsync(browser);
        Assert.Equal(asked, bench.Provider.Discoveries);
        bench.Portal.Clock.Advance(TimeSpan.FromHours(2));
        bench.Provider.Next.Down = true;
        await ProviderBench.LeaveAsync(browser);
    }

    [Fact]
    public async Task A_provider_whose_discovery_names_another_issuer_is_not_used()
    {
        bench.NewPerson();
        bench.Provider.Next.DiscoveredIssuer = "https://evil.example";
        using var browser = bench.Portal.Browser();
        ProviderBench.AssertFailed("Unavailable", await browser.SubmitAsync("/sign-in", "/sign-in/external/work"), browser);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/%09/evil.example\t")]
    public async Task Nobody_is_led_away(string returnUrl)
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        var fields = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in/external/work").Where(f => f.Name != "returnUrl");
        var leave = await browser.PostAsync("/sign-in/external/work", [.. fields, ("returnUrl", returnUrl)]);
        var (code, request) = bench.Provider.Consent(leave.Headers.GetValues("Refresh").Single()["0;url=".Length..]);
        ProviderBench.AssertSignedIn(
            await browser.GetAsync(ProviderBench.Callback("work", ("code", code), ("state", request["state"]))), browser, "/messages?registered=Provider");
    }

    [Fact]
    public async Task Nothing_begins_without_our_own_form_and_unknown_providers_are_not_found()
    {
        using var browser = bench.Portal.Browser();
        Assert.Equal("/sign-in", (await browser.GetAsync("/sign-in/external/work")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in/external/work", [])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/sign-in/external/nobody")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/sign-in/external/nobody/callback?state=x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/sign-in/external/work/callback", [("state", "x")])).StatusCode);
    }

    [Fact]
    public async Task Codes_tokens_subjects_and_addresses_reach_no_log()
    {
        var (subject, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        var (code, request) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser));
        var callback = ProviderBench.Callback("work", ("code", code), ("state", request["state"]));
        await browser.GetAsync(callback);
        await browser.GetAsync(callback);
        using var next = bench.Portal.Browser();
        var (other, wrong) = bench.Provider.Consent(await ProviderBench.LeaveAsync(next));
        bench.Provider.Next.Claims["nonce"] = "wrong";
        await next.GetAsync(ProviderBench.Callback("work", ("code", other), ("state", wrong["state"])));
        Assert.Contains("Sign-in by work failed: Refused (nonce)", bench.Portal.Log.Text, StringComparison.Ordinal);
        foreach (var secret in new[] { code, other, request["state"], request["nonce"], Answers.AccessToken, subject, address, FakeProvider.Secret, "eyJ" })
        {
            Assert.DoesNotContain(secret, bench.Portal.Log.Text, StringComparison.Ordinal);
        }
    }
}
