using System.Net;
using Xunit;

namespace Portal.Tests.Web;

public sealed class NoticeTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_token_alone_shows_the_address_and_nothing_of_the_message()
    {
        var mail = await Portal.DeliverAsync("token@example.org", Mails.Plain("A very secret subject"));
        using var browser = Portal.Browser();
        var page = await browser.ReadAsync($"/n/{mail.Token}");
        Assert.Contains("token@example.org", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Alice", page, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Id.ToString("N"), page, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Token, Portal.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token@example.org", Portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_person_is_asked_to_sign_in_and_led_to_the_message()
    {
        var mail = await Portal.DeliverAsync("known@example.org", Mails.Plain());
        using var first = await Portal.RegisterAsync(mail);
        Assert.Equal($"/messages/{mail.Id:N}", (await first.GetAsync($"/n/{mail.Token}")).Headers.Location!.OriginalString);

        using var later = Portal.Browser();
        var response = await later.SubmitAsync(
            $"/n/{mail.Token}", "/sign-in", ("email", "known@example.org"), ("password", Deliveries.Password));
        Assert.Equal($"/messages/{mail.Id:N}", response.Headers.Location!.OriginalString);
        Assert.Contains("Dear Bob", await later.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_who_is_signed_in_is_told_whom_it_is_for()
    {
        var mine = await Portal.DeliverAsync("mine@example.org", Mails.Plain());
        var theirs = await Portal.DeliverAsync("theirs@example.org", Mails.Plain());
        using var owner = await Portal.RegisterAsync(theirs);
        using var other = await Portal.RegisterAsync(mine, "Mallory Example");
        var page = await other.ReadAsync($"/n/{theirs.Token}");
        Assert.Contains("You are signed in as Mallory Example. This message is for theirs@example.org", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_link_that_nobody_made_gets_a_friendly_answer(string token)
    {
        using var browser = Portal.Browser();
        var response = await browser.GetAsync($"/n/{token}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Link not known", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
