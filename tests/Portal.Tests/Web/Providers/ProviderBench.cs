using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>A portal with one or two providers, a person's browser, and the person's consent at the provider.</summary>
public sealed class ProviderBench : IAsyncLifetime
{
    private readonly string _secret = Path.GetTempFileName();
    private int _people;

    internal FakeProvider Provider { get; private set; } = null!;

    internal TestPortal Portal { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_secret, FakeProvider.Secret + "\n");
        Provider = await FakeProvider.StartAsync();
        Portal = await StartPortalAsync();
    }

    /// <summary>Another portal with the same two providers, of which one gives out the addresses of work.example.</summary>
    internal Task<TestPortal> StartPortalAsync(params (string Key, string Value)[] more) =>
        TestPortal.StartAsync([.. Settings("work"), .. Settings("other"), ("Tenants:default:Providers:work:AuthoritativeDomains:0", "work.example"),
            ("Portal:RateLimits:SignIns", "10000"), ("Portal:RateLimits:Registrations", "10000"), .. more]);

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Provider.DisposeAsync();
        File.Delete(_secret);
    }

    /// <summary>A person whom nobody knows yet, at the provider; what is cached of the provider is old.</summary>
    internal (string Subject, string Address) NewPerson(string provider = "work", string domain = "work.example", bool? verified = true)
    {
        Portal.Clock.Advance(TimeSpan.FromHours(25));
        var (subject, address) = ($"subject-{Guid.NewGuid():N}", $"person-{++_people}@{domain}");
        var now = Portal.Clock.GetUtcNow().ToUnixTimeSeconds();
        Provider.Next = new Answers
        {
            Claims = new()
            {
                ["iss"] = $"{Provider.Url}/{provider}", ["aud"] = FakeProvider.ClientId, ["sub"] = subject, ["iat"] = now, ["exp"] = now + 300,
                ["email"] = address, ["name"] = "Bob at Work",
            },
        };
        if (verified is not null)
        {
            Provider.Next.Claims["email_verified"] = verified;
        }

        return (subject, address);
    }

    /// <summary>Presses the button on the sign-in page.</summary>
    /// <returns>The address at the provider to which the browser goes, and what the page that leads there says.</returns>
    internal static async Task<string> LeaveAsync(Browser browser, string provider = "work", string page = "/sign-in")
    {
        var answer = await browser.SubmitAsync(page, $"/sign-in/external/{provider}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Regex.Match(answer.Headers.GetValues("Refresh").Single(), "^0;url=(.*)$").Groups[1].Value;
    }

    /// <summary>There and back again.</summary>
    internal async Task<HttpResponseMessage> SignInAsync(Browser browser, string provider = "work", string page = "/sign-in")
    {
        var (code, request) = Provider.Consent(await LeaveAsync(browser, provider, page));
        return await browser.GetAsync(Callback(provider, ("code", code), ("state", request["state"])));
    }

    internal static string Callback(string provider, params (string Name, string Value)[] fields) => QueryHelpers.AddQueryString(
        $"/sign-in/external/{provider}/callback", fields.Select(f => KeyValuePair.Create(f.Name, (string?)f.Value)));

    internal static void AssertFailed(string failure, HttpResponseMessage answer, Browser browser)
    {
        Assert.Equal($"/sign-in?external={failure}", answer.Headers.Location?.OriginalString);
        Assert.Null(browser.Cookie("__Host-session"));
    }

    internal static void AssertSignedIn(HttpResponseMessage answer, Browser browser, string to = "/messages")
    {
        Assert.Equal(to, answer.Headers.Location?.OriginalString);
        Assert.NotNull(browser.Cookie("__Host-session"));
    }

    private IEnumerable<(string Key, string Value)> Settings(string name) =>
    [
        ($"Tenants:default:Providers:{name}:Kind", "Oidc"),
        ($"Tenants:default:Providers:{name}:DisplayName", $"The {name} account"),
        ($"Tenants:default:Providers:{name}:ClientId", FakeProvider.ClientId),
        ($"Tenants:default:Providers:{name}:ClientSecretFile", _secret),
        ($"Tenants:default:Providers:{name}:Authority", $"{Provider.Url}/{name}"),
    ];

    internal Task<int> AccountsAsync() => Portal.QueryAsync(db => db.Users.CountAsync());
}
