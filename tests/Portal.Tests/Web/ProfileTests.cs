using Xunit;

namespace Portal.Tests.Web;

public sealed class ProfileTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Page = "/settings/profile";

    [Fact]
    public async Task A_new_name_shows_at_once_and_after_the_next_sign_in()
    {
        using var reader = await RegisterAsync("rename@example.org");

        var response = await reader.SubmitAsync(Page, Page, ("name", " Robert Example "));

        Assert.Equal($"{Page}?saved=true", response.Headers.Location!.OriginalString);
        Assert.Contains("<bdi>Robert Example</bdi>", await reader.ReadAsync(response.Headers.Location.OriginalString), StringComparison.Ordinal);
        using var other = fixture.Portal.Browser();
        await other.SubmitAsync("/sign-in", "/sign-in", ("email", "rename@example.org"), ("password", Deliveries.Password));
        Assert.Contains("<bdi>Robert Example</bdi>", await other.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Enter your name")]
    [InlineData("\u202Egro.elpmaxe", "name")]
    public async Task A_name_that_is_none_is_refused(string name, string says)
    {
        using var reader = await RegisterAsync($"noname{name.Length}@example.org");

        var page = await (await reader.SubmitAsync(Page, Page, ("name", name))).Content.ReadAsStringAsync();

        Assert.Contains("name-error", page, StringComparison.Ordinal);
        Assert.Contains(says, page, StringComparison.Ordinal);
        Assert.Contains("<bdi>Bob Example</bdi>", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_lead_to_it()
    {
        using var reader = await RegisterAsync("leads@example.org");
        Assert.Contains("href=\"/settings\"", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}\"", await reader.ReadAsync("/settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_told_in_the_chosen_zone_and_pages_in_the_chosen_language_now_and_after_the_next_sign_in()
    {
        using var reader = await RegisterAsync("zone@example.org");
        Assert.Contains("today 14:05", await reader.ReadAsync("/messages"), StringComparison.Ordinal);

        await reader.SubmitAsync(Page, Page, ("name", "Bob Example"), ("language", "de"), ("timeZone", "Asia/Kolkata"));

        Assert.Contains("heute 19:35", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
        Assert.Contains("<option value=\"Asia/Kolkata\" selected=\"selected\">", await reader.ReadAsync(Page), StringComparison.Ordinal);
        using var other = fixture.Portal.Browser();
        await other.SubmitAsync("/sign-in", "/sign-in", ("email", "zone@example.org"), ("password", Deliveries.Password));
        Assert.Contains("heute 19:35", await other.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../../etc/passwd")]
    public async Task A_zone_that_is_none_is_refused(string zone)
    {
        using var reader = await RegisterAsync($"nozone{zone.Length}@example.org");
        var page = await (await reader.SubmitAsync(Page, Page, ("name", "Bob Example"), ("timeZone", zone))).Content.ReadAsStringAsync();
        Assert.Contains("timeZone-error", page, StringComparison.Ordinal);
        Assert.DoesNotContain(zone, page, StringComparison.Ordinal);
    }

    private async Task<Browser> RegisterAsync(string address) =>
        await fixture.Portal.RegisterAsync(await fixture.Portal.DeliverAsync(address, Mails.Plain()));
}
