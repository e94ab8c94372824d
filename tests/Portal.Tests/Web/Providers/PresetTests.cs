using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>What the portal knows beforehand of Microsoft, Google, LinkedIn, Facebook and Apple, against a provider that does as they do.</summary>
public sealed class PresetTests : IAsyncLifetime
{
    private const string Organisation = "11111111-2222-4333-8444-555555555555";
    private const string OtherOrganisation = "99999999-2222-4333-8444-555555555555";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-presets-");
    private readonly ECDsa _appleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private FakeProvider _provider = null!;
    private TestPortal _portal = null!;

    public async Task InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync();
        var secret = Path.Combine(_folder.FullName, "secret");
        var key = Path.Combine(_folder.FullName, "apple.p8");
        await File.WriteAllTextAsync(secret, FakeProvider.Secret);
        await File.WriteAllTextAsync(key, _appleKey.ExportPkcs8PrivateKeyPem());
        _portal = await TestPortal.StartAsync(
        [
            .. One("google", "Google", secret, ("Authority", $"{_provider.Url}/google")),
            .. One("office", "Microsoft", secret, ("Authority", _provider.Url), ("TenantId", Organisation), ("AuthoritativeDomains:0", "work.example")),
            .. One("many", "Microsoft", secret, ("Authority", _provider.Url), ("TenantId", "organizations")),
            .. One("linkedin", "LinkedIn", secret, ("Authority", $"{_provider.Url}/linkedin")),
            .. One("facebook", "Facebook", secret, ("Authority", $"{_provider.Url}/facebook"), ("GraphUrl", $"{_provider.Url}/graph")),
            .. One("apple", "Apple", key, ("Authority", $"{_provider.Url}/apple"), ("TeamId", "TEAM123456"), ("KeyId", "KEY1234567")),
        ]);

        static IEnumerable<(string, string)> One(string name, string kind, string secret, params (string Key, string Value)[] more) =>
            [.. new[] { ("Kind", kind), ("ClientId", FakeProvider.ClientId), ("ClientSecretFile", secret) }.Concat(more)
                .Select(s => ($"Tenants:default:Providers:{name}:{s.Item1}", s.Item2))];
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _provider.DisposeAsync();
        _appleKey.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_sign_in_page_offers_them_all_by_their_names()
    {
        using var browser = _portal.Browser();
        var page = await browser.ReadAsync("/sign-in");
        Assert.All(["Google", "Microsoft", "LinkedIn", "Facebook", "Apple"], name => Assert.Contains($"Continue with {name}<", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Google_vouches_by_its_own_claim()
    {
        await InviteAsync("bob@gmail.example");
        Person($"{_provider.Url}/google", "bob@gmail.example", ("email_verified", true));
        await AssertAsync("google", "/messages?registered=Provider");
    }

    [Theory]
    [InlineData(null, "/messages?registered=Provider")]
    [InlineData("bob@elsewhere.example", "/sign-in/mailbox")]
    public async Task Microsoft_for_one_organisation_is_believed_about_its_own_domains(string? address, string to)
    {
        address ??= "bob@work.example";
        await InviteAsync(address);
        Person($"{_provider.Url}/{Organisation}/v2.0", address, ("tid", Organisation));
        await AssertAsync("office", to);
    }

    [Theory]
    [InlineData(Organisation, Organisation, null, "/sign-in/mailbox")]
    [InlineData(Organisation, Organisation, true, "/messages?registered=Provider")]
    [InlineData(Organisation, Organisation, false, "/sign-in/mailbox")]
    [InlineData(Organisation, Organisation, "1", "/messages?registered=Provider")]
    [InlineData(Organisation, OtherOrganisation, true, "/sign-in?external=Refused")]
    [InlineData(Organisation, null, true, "/sign-in?external=Refused")]
    [InlineData("organizations", "organizations", true, "/sign-in?external=Refused")]
    [InlineData("{tenantid}", "{tenantid}", true, "/sign-in?external=Refused")]
    public async Task Microsoft_for_many_organisations_names_the_one_in_its_issuer(string inIssuer, string? claimed, object? ownerVerified, string to)
    {
        await InviteAsync("bob@work.example");
        Person($"{_provider.Url}/{inIssuer}/v2.0", "bob@work.example", ("tid", claimed), ("xms_edov", ownerVerified));
        _provider.Next.DiscoveredIssuer = $"{_provider.Url}/{{tenantid}}/v2.0";
        await AssertAsync("many", to);
    }

    [Fact]
    public async Task The_same_subject_in_another_organisation_is_somebody_else()
    {
        await InviteAsync("bob@work.example");
        foreach (var (organisation, to) in new[] { (Organisation, "/messages?registered=Provider"), (Organisation, "/messages"), (OtherOrganisation, "/sign-in/connect") })
        {
            Person($"{_provider.Url}/{organisation}/v2.0", "bob@work.example", ("tid", organisation), ("xms_edov", true));
            _provider.Next.DiscoveredIssuer = $"{_provider.Url}/{{tenantid}}/v2.0";
            await AssertAsync("many", to);
        }
    }

    [Theory]
    [InlineData(false, "/messages?registered=Provider")]
    [InlineData(true, "/sign-in?external=Refused")]
    public async Task LinkedIn_sends_no_nonce_but_a_wrong_one_does_not_count(bool wrong, string to)
    {
        await InviteAsync("bob@example.org");
        Person($"{_provider.Url}/linkedin", "bob@example.org", ("email_verified", true));
        _provider.Next.LeavesNonceOut = true;
        _provider.Next.KnowsClient = SecretInForm;
        if (wrong)
        {
            _provider.Next.Claims["nonce"] = "another";
        }

        await AssertAsync("linkedin", to);
    }

    [Fact]
    public async Task Facebook_says_who_it_is_at_its_graph_and_vouches_for_no_address()
    {
        await InviteAsync("bob@example.org");
        var proof = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(FakeProvider.Secret), Encoding.UTF8.GetBytes(Answers.AccessToken)));
        _provider.Next = new Answers
        {
            LeavesIdTokenOut = true,
            KnowsClient = SecretInForm,
            UserInfo = new() { ["id"] = "4711", ["name"] = "Bob", ["email"] = "bob@example.org", ["email_verified"] = true },
            AllowsUserInfo = request => request.Path == "/graph/v23.0/me" && request.Query["appsecret_proof"] == proof && request.Query["fields"] == "id,name,email",
        };
        using var browser = _portal.Browser();
        var url = await ProviderBench.LeaveAsync(browser, "facebook");
        Assert.StartsWith($"{_provider.Url}/facebook/v23.0/dialog/oauth?", url, StringComparison.Ordinal);
        var (code, request) = _provider.Consent(url);
        Assert.DoesNotContain("nonce", request.Keys);
        var answer = await browser.GetAsync(ProviderBench.Callback("facebook", ("code", code), ("state", request["state"])));
        Assert.Equal("/sign-in/mailbox", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("cross-site", "https://appleid.apple.com")]
    [InlineData(null, "null")]
    public async Task Apple_answers_by_a_form_from_its_own_page(string? site, string origin)
    {
        await InviteAsync("bob@example.org");
        Person($"{_provider.Url}/apple", "bob@example.org", ("email_verified", "true"));
        _provider.Next.Claims.Remove("name");
        _provider.Next.KnowsClient = (form, _) => IsAppleSecret(form.GetValueOrDefault("client_secret", ""));
        using var browser = _portal.Browser();
        var (code, request) = _provider.Consent(await ProviderBench.LeaveAsync(browser, "apple"));
        Assert.Equal("form_post", request["response_mode"]);

        // As a browser sends it: none of our cookies comes along, and its answer's are kept.
        using var fromApple = _portal.Browser();
        var user = """{"name":{"firstName":"Bob","lastName":"Apple"},"email":"evil@evil.example"}""";
        (string, string)[] headers = site is null ? [("Origin", origin)] : [("Origin", origin), ("Sec-Fetch-Site", site)];
        var taken = await fromApple.PostAsync("/sign-in/external/apple/callback", [("code", code), ("state", request["state"]), ("user", user)], headers);
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Equal("/sign-in/external/apple/callback", taken.Headers.Location!.OriginalString);
        Assert.Null(fromApple.Cookie("__Host-session"));
        browser.SetCookie("__Host-external-answer", fromApple.Cookie("__Host-external-answer")!);
        var answer = await browser.GetAsync("/sign-in/external/apple/callback");
        ProviderBench.AssertSignedIn(answer, browser, "/messages?registered=Provider");
        Assert.Contains("<bdi>Bob Apple</bdi>", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_address_Apples_answer_does_not_count()
    {
        await InviteAsync("bob@example.org");
        Person($"{_provider.Url}/apple", "bob@example.org", ("email_verified", "true"));
        using var browser = _portal.Browser();
        var (code, request) = _provider.Consent(await ProviderBench.LeaveAsync(browser, "apple"));
        ProviderBench.AssertFailed(
            "Ended", await browser.GetAsync(ProviderBench.Callback("apple", ("code", code), ("state", request["state"]))), browser);
    }

    [Fact]
    public async Task A_form_that_is_none_or_too_large_is_refused()
    {
        using var browser = _portal.Browser();
        var large = await browser.PostAsync("/sign-in/external/apple/callback", [("code", new string('x', 20_000))]);
        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(HttpMethod.Post, "/sign-in/external/apple/callback", json)).StatusCode);
    }

    private static bool SecretInForm(IReadOnlyDictionary<string, string> form, string authorization) =>
        authorization.Length == 0 && form.GetValueOrDefault("client_secret") == FakeProvider.Secret && form.GetValueOrDefault("client_id") == FakeProvider.ClientId;

    private bool IsAppleSecret(string secret)
    {
        var parts = secret.Split('.');
        var header = JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[0])).RootElement;
        var claims = JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[1])).RootElement;
        var now = _portal.Clock.GetUtcNow().ToUnixTimeSeconds();
        return header.GetProperty("alg").GetString() == "ES256" && header.GetProperty("kid").GetString() == "KEY1234567"
            && claims.GetProperty("iss").GetString() == "TEAM123456" && claims.GetProperty("sub").GetString() == FakeProvider.ClientId
            && claims.GetProperty("aud").GetString() == $"{_provider.Url}/apple"
            && claims.GetProperty("iat").GetInt64() == now && claims.GetProperty("exp").GetInt64() == now + 300
            && _appleKey.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), WebEncoders.Base64UrlDecode(parts[2]), HashAlgorithmName.SHA256);
    }

    private Task<Delivered> InviteAsync(string address) => _portal.DeliverAsync(address, Mails.Plain(to: address));

    private void Person(string issuer, string address, params (string Name, object? Value)[] more)
    {
        var now = _portal.Clock.GetUtcNow().ToUnixTimeSeconds();
        _provider.Next = new Answers
        {
            Claims = new()
            {
                ["iss"] = issuer, ["aud"] = FakeProvider.ClientId, ["sub"] = "same", ["iat"] = now, ["exp"] = now + 300, ["email"] = address, ["name"] = "Bob",
            },
        };
        foreach (var (name, value) in more.Where(claim => claim.Value is not null))
        {
            _provider.Next.Claims[name] = value;
        }
    }

    private async Task AssertAsync(string provider, string to)
    {
        using var browser = _portal.Browser();
        var (code, request) = _provider.Consent(await ProviderBench.LeaveAsync(browser, provider));
        var answer = await browser.GetAsync(ProviderBench.Callback(provider, ("code", code), ("state", request["state"])));
        Assert.Equal(to, answer.Headers.Location?.OriginalString);
        Assert.Equal(to.StartsWith("/messages", StringComparison.Ordinal), browser.Cookie("__Host-session") is not null);
    }
}
