using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Portal.Tests.Web;

public sealed class HeaderTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    internal const string PagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; frame-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The policy of a page with scripts of our own.</summary>
    internal static readonly string ScriptPolicy = $"^{Regex.Escape(PagePolicy)}; script-src 'nonce-[A-Za-z0-9+/]{{22}}=='$";

    private TestPortal Portal => fixture.Portal;

    [Theory]
    [InlineData("GET", "/sign-in", 200)]
    [InlineData("HEAD", "/sign-in", 200)]
    [InlineData("GET", "/register", 200)]
    [InlineData("GET", "/", 302)]
    [InlineData("GET", "/messages", 303)]
    [InlineData("GET", "/nothing-here", 404)]
    [InlineData("GET", "/n/AAAAAAAAAAAAAAAAAAAAAA", 404)]
    [InlineData("GET", "/theme/nothing.css", 404)]
    [InlineData("GET", "/error", 404)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("POST", "/sign-in", 400)]
    [InlineData("DELETE", "/sign-in", 400)]
    [InlineData("DELETE", "/messages", 303)]
    public async Task Every_answer_carries_the_security_headers(string method, string path, int status)
    {
        using var browser = Portal.Browser();
        var response = await browser.SendAsync(new HttpMethod(method), path, null);
        Assert.Equal(status, (int)response.StatusCode);
        AssertCommon(response);
        var policy = Header(response, "Content-Security-Policy");
        Assert.Matches((path, status) is ("/sign-in", 200) ? ScriptPolicy : $"^{Regex.Escape(PagePolicy)}$", policy);
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.Equal("no-store", Header(response, "Cache-Control"));
    }

    [Fact]
    public async Task A_refused_host_and_an_unforeseen_error_carry_them_too()
    {
        await using var portal = await TestPortal.StartAsync();
        Fail(portal);
        using var browser = portal.Browser();
        foreach (var (response, status) in new[]
        {
            (await browser.GetAsync("/sign-in", ("Host", "evil.example")), HttpStatusCode.BadRequest),
            (await browser.GetAsync("/throws"), HttpStatusCode.InternalServerError),
        })
        {
            Assert.Equal(status, response.StatusCode);
            AssertCommon(response);
            Assert.Equal(PagePolicy, Header(response, "Content-Security-Policy"));
            Assert.Equal("no-store", Header(response, "Cache-Control"));
        }
    }

    [Fact]
    public async Task The_mail_body_has_a_policy_of_its_own_and_may_only_be_framed_here()
    {
        var mail = await Portal.DeliverAsync("headers@example.org", Mails.Rich(new byte[10]));
        using var reader = await Portal.RegisterAsync(mail);
        var body = await reader.GetAsync($"/messages/{mail.Id:N}/body");
        AssertCommon(body);
        Assert.Equal(
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
            + "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
            Header(body, "Content-Security-Policy"));
        Assert.Equal("SAMEORIGIN", Header(body, "X-Frame-Options"));
        var file = await reader.GetAsync($"/messages/{mail.Id:N}/original.eml");
        AssertCommon(file);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", Header(file, "Content-Security-Policy"));
        Assert.Equal("no-store", Header(file, "Cache-Control"));
    }

    [Fact]
    public async Task Theme_files_are_named_by_their_content_and_kept_for_good()
    {
        using var browser = Portal.Browser();
        var page = await browser.ReadAsync("/sign-in");
        var url = System.Text.RegularExpressions.Regex.Match(page, "/theme/theme\\.css\\?v=[0-9a-f]{16}").Value;
        var response = await browser.GetAsync(url);
        AssertCommon(response);
        Assert.Equal("public, max-age=31536000, immutable", Header(response, "Cache-Control"));
        Assert.Equal("text/css", response.Content.Headers.ContentType!.MediaType);
        var again = await browser.GetAsync(url, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Strict_transport_is_not_asked_of_localhost()
    {
        await using var portal = await TestPortal.StartAsync(("Portal:PublicUrl", "https://localhost:8443"));
        using var browser = portal.Browser();
        var response = await browser.GetAsync("/sign-in", ("Host", "localhost:8443"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Cookies_are_bound_to_the_host_and_to_https()
    {
        using var browser = Portal.Browser();
        var mail = await Portal.DeliverAsync("cookies@example.org", Mails.Plain());
        var page = await browser.GetAsync($"/n/{mail.Token}");
        var registered = await browser.PostAsync("/register", [
            .. Browser.Hidden(await page.Content.ReadAsStringAsync(), "/register"), ("initialPassword", mail.InitialPassword!), ("name", "Bob"),
            ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password)]);
        var cookies = page.Headers.GetValues("Set-Cookie").Concat(registered.Headers.GetValues("Set-Cookie")).ToList();
        Assert.Equal(["__Host-device", "__Host-form", "__Host-session"], cookies.Select(cookie => cookie.Split('=')[0]).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie =>
        {
            var attributes = cookie.ToLowerInvariant().Split("; ");
            Assert.Contains("path=/", attributes);
            Assert.Contains("secure", attributes);
            Assert.Contains("httponly", attributes);
            Assert.Contains("samesite=lax", attributes);
        });
    }

    internal static void Fail(TestPortal portal) => portal.App
        .MapGet("/throws", void (HttpContext context) => throw new InvalidOperationException("canary-of-an-exception")).AllowAnonymous();

    private static void AssertCommon(HttpResponseMessage response)
    {
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Contains("camera=()", Header(response, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
        Assert.Equal("max-age=31536000", Header(response, "Strict-Transport-Security"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("X-Powered-By"));
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join(", ", response.Headers.GetValues(name));
}
