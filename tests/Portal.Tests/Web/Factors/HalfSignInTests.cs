using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.SignIn;
using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>Between the first and the second factor nothing can be reached (threats A1, B10).</summary>
public sealed class HalfSignInTests(FactorFixture fixture) : IClassFixture<FactorFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_password_alone_begins_no_session_and_the_code_does()
    {
        using var first = await Portal.RegisteredAsync("half@example.org");
        var secret = await Portal.AddAppAsync(first);
        using var browser = Portal.Browser();

        (await browser.PasswordAsync("half@example.org", "/settings")).LeadsTo("/sign-in/second?returnUrl=%2Fsettings");
        Assert.Null(Present(browser, SessionCookie.Name));
        var half = Present(browser, PendingCookie.Name);
        Assert.NotNull(half);
        Assert.Contains("This code is not right", await (await browser.SecondAsync("App", "000000")).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Enter the code", await (await browser.SecondAsync("App", " ")).TextAsync(), StringComparison.Ordinal);
        (await browser.SecondAsync("App", Portal.Code(secret))).LeadsTo("/messages");

        Assert.NotNull(Present(browser, SessionCookie.Name));
        Assert.Null(Present(browser, PendingCookie.Name));
        Assert.Contains("Your contract", await browser.ReadAsync("/messages"), StringComparison.Ordinal);

        // What is left over of the half sign-in leads nowhere, and neither does the same code.
        using var late = Portal.Browser();
        late.SetCookie(PendingCookie.Name, half!);
        (await late.GetAsync("/sign-in/second")).LeadsTo("/sign-in?returnUrl=%2Fmessages&ended=true");
        using var other = Portal.Browser();
        await other.PasswordAsync("half@example.org");
        Assert.Contains("This code is not right", await (await other.SecondAsync("App", Portal.Code(secret))).TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_route_leads_to_the_sign_in_page_in_the_middle_of_signing_in()
    {
        var mail = await Portal.DeliverAsync("routes@example.org", Mails.Plain());
        using var first = await Portal.RegisterAsync(mail);
        await Portal.AddAppAsync(first);
        using var browser = Portal.Browser();
        await browser.PasswordAsync("routes@example.org");
        var half = Present(browser, PendingCookie.Name)!;
        Assert.Contains("The second step", await browser.ReadAsync("/sign-in/second"), StringComparison.Ordinal);
        var routes = Portal.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        Assert.True(routes.Count > 10);
        foreach (var asSession in new[] { false, true })
        {
            using var thief = Portal.Browser();
            thief.SetCookie(PendingCookie.Name, half);
            if (asSession)
            {
                thief.SetCookie(SessionCookie.Name, half);
            }

            foreach (var route in routes)
            {
                var path = "/" + route.RoutePattern.RawText!.TrimStart('/').Replace("{id:guid}", mail.Id.ToString("N"), StringComparison.Ordinal)
                    .Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{file:int}", "1", StringComparison.Ordinal);
                var gets = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true;
                var response = gets ? await thief.GetAsync(path) : await thief.PostAsync(path, Browser.Hidden(await thief.ReadAsync("/sign-in"), "/sign-in"));
                Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
                Assert.StartsWith("/sign-in", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
                Assert.DoesNotContain("/sign-in/", response.Headers.Location.OriginalString, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task It_ends_after_ten_minutes_and_ends_the_session_that_was_there()
    {
        using var reader = await Portal.RegisteredAsync("late@example.org");
        var secret = await Portal.AddAppAsync(reader);
        var session = Present(reader, SessionCookie.Name)!;
        var form = Browser.Hidden(await reader.ReadAsync("/messages"), "/sign-out");
        (await reader.PostAsync("/sign-in", [.. form, ("email", "late@example.org"), ("password", Deliveries.Password)]))
            .LeadsTo("/sign-in/second?returnUrl=%2Fmessages");
        using var thief = Portal.Browser();
        thief.SetCookie(SessionCookie.Name, session);
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.GetAsync("/messages")).StatusCode);

        var page = await reader.ReadAsync("/sign-in/second");
        Portal.Clock.Advance(TimeSpan.FromMinutes(10));
        var response = await reader.PostAsync("/sign-in/second", [.. Browser.Hidden(page, "/sign-in/second"), ("code", Portal.Code(secret))]);
        response.LeadsTo("/sign-in?returnUrl=%2Fmessages&ended=true");
    }

    [Fact]
    public async Task Nobody_is_asked_who_is_not_signing_in_and_it_leads_to_no_other_place()
    {
        using var stranger = Portal.Browser();
        (await stranger.GetAsync("/sign-in/second?returnUrl=//evil.example")).LeadsTo("/sign-in?returnUrl=%2Fmessages&ended=true");
        using var reader = await Portal.RegisteredAsync("nowhere@example.org");
        (await reader.GetAsync("/sign-in/second")).LeadsTo("/settings/second-factor");
        var secret = await Portal.AddAppAsync(reader);
        using var browser = Portal.Browser();
        await browser.PasswordAsync("nowhere@example.org");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in/second?handler=send")).StatusCode);
        (await browser.SubmitAsync("/sign-in/second?returnUrl=//evil.example", "/sign-in/second", ("code", Portal.Code(secret)))).LeadsTo("/messages");
    }

    // An emptied cookie is one that the portal took back.
    private static string? Present(Browser browser, string cookie) => browser.Cookie(cookie) is { Length: > 0 } value ? value : null;
}
