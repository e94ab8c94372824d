using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

public sealed class RouteTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private IEnumerable<RouteEndpoint> Routes =>
        fixture.Portal.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void The_routes_and_their_policies_are_those_of_the_checked_in_list()
    {
        var listed = File.ReadAllLines(Path.Combine(Corpora.Root, "tests", "Portal.Tests", "Web", "routes.txt"));
        Assert.Equal(listed, Routes.Select(Describe).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_route_that_is_not_anonymous_leads_to_the_sign_in_page_without_a_session()
    {
        var guarded = Routes.Where(route => !IsAnonymous(route)).ToList();
        Assert.NotEmpty(guarded);
        foreach (var route in guarded)
        {
            var path = PathOf(route);
            using var browser = fixture.Portal.Browser();
            if (MethodsOf(route) is "*" || MethodsOf(route).Contains("GET", StringComparison.Ordinal))
            {
                var response = await browser.GetAsync(path);
                Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
                Assert.StartsWith("/sign-in?returnUrl=", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
            }
            else
            {
                var response = await browser.PostAsync(path, Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in"));
                Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
                Assert.Equal("/sign-in", response.Headers.Location!.OriginalString);
            }
        }
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/swagger/index.html")]
    [InlineData("/debug")]
    [InlineData("/metrics")]
    [InlineData("/.env")]
    [InlineData("/web.config")]
    [InlineData("/messages/not-a-guid")]
    public async Task Nothing_answers_at_addresses_that_are_no_routes(string path)
    {
        using var browser = fixture.Portal.Browser();
        var response = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Page not found", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_leads_to_the_sign_in_page_or_to_the_inbox()
    {
        using var stranger = fixture.Portal.Browser();
        Assert.Equal("/sign-in", (await stranger.GetAsync("/")).Headers.Location!.OriginalString);
        using var reader = await fixture.Portal.RegisterAsync(await fixture.Portal.DeliverAsync("start@example.org", Mails.Plain()));
        Assert.Equal("/messages", (await reader.GetAsync("/")).Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/health/live", "live\n")]
    [InlineData("/health/ready", "ready\n")]
    public async Task Health_says_one_word(string path, string word)
    {
        using var browser = fixture.Portal.Browser();
        Assert.Equal(word, await browser.ReadAsync(path));
    }

    private static bool IsAnonymous(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string MethodsOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>() is { } methods ? string.Join(',', methods.HttpMethods) : "*";

    private static string Describe(RouteEndpoint route) =>
        $"/{route.RoutePattern.RawText!.TrimStart('/')} {MethodsOf(route)} {(IsAnonymous(route) ? "anonymous" : "session")}";

    private static string PathOf(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/')
        .Replace("{id:guid}", Guid.NewGuid().ToString("N"), StringComparison.Ordinal)
        .Replace("{number:int}", "1", StringComparison.Ordinal)
        .Replace("{file:int}", "1", StringComparison.Ordinal);
}
