using System.Net;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Requests that no page of ours makes.</summary>
public sealed class MethodTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("TRACE", "/sign-in", HttpStatusCode.MethodNotAllowed)]
    [InlineData("TRACE", "/messages", HttpStatusCode.SeeOther)]
    [InlineData("PATCH", "/sign-in", HttpStatusCode.BadRequest)]
    public async Task A_method_that_a_page_does_not_know_is_refused(string method, string path, HttpStatusCode status)
    {
        using var browser = fixture.Portal.Browser();
        Assert.Equal(status, (await browser.SendAsync(new HttpMethod(method), path, null)).StatusCode);
    }

    [Fact]
    public async Task A_page_that_is_only_read_takes_no_form_not_even_with_our_token()
    {
        var mail = await fixture.Portal.DeliverAsync($"{Guid.NewGuid():N}@example.org", Mails.Plain());
        using var reader = await fixture.Portal.RegisterAsync(mail);
        var token = Browser.Hidden(await reader.ReadAsync("/messages"), "/sign-out");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await reader.PostAsync("/messages", [.. token])).StatusCode);
    }

    [Fact]
    public async Task A_browser_that_keeps_no_cookies_is_told_so()
    {
        using var browser = fixture.Portal.Browser();
        var answer = await browser.PostAsync("/sign-in", [("email", "a@b.example"), ("password", "x")]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Your browser sends no cookies", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u202Eevil")]
    [InlineData("Bob\u200B")]
    [InlineData("\u200B\u200B\u200B")]
    [InlineData("...")]
    public async Task A_name_that_hides_or_turns_text_is_refused(string name)
    {
        var mail = await fixture.Portal.DeliverAsync($"{Guid.NewGuid():N}@example.org", Mails.Plain());
        using var browser = fixture.Portal.Browser();
        var answer = await browser.SubmitAsync(
            $"/n/{mail.Token}", "/register", ("initialPassword", mail.InitialPassword!), ("name", name),
            ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password));
        Assert.Contains("without invisible ones", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
