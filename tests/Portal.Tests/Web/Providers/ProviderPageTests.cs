using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>The settings page that lists the providers by which somebody signs in.</summary>
public sealed class ProviderPageTests(ProviderBench bench) : IClassFixture<ProviderBench>
{
    private const string Page = "/settings/providers";

    [Fact]
    public async Task A_connected_provider_is_told_by_mail_listed_and_taken_away_again()
    {
        var (_, address) = bench.NewPerson();
        using var owner = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(address, Mails.Plain(to: address)));
        using var browser = bench.Portal.Browser();
        await bench.SignInAsync(browser);
        Assert.Equal([FactorChange.ProviderConnected], await ChangesAsync(address));

        Assert.Contains("Take away", await browser.ReadAsync(Page), StringComparison.Ordinal);
        var response = await browser.SubmitAsync(Page, Page);

        Assert.Equal($"{Page}?saved=true", response.Headers.Location!.OriginalString);
        Assert.Contains("no other provider", await browser.ReadAsync(Page), StringComparison.Ordinal);
        Assert.Equal([FactorChange.ProviderConnected, FactorChange.ProviderRemoved], await ChangesAsync(address));
        Assert.Equal(2, await bench.Portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.Factor)));
    }

    [Fact]
    public async Task The_only_way_in_stays()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        await bench.SignInAsync(browser);

        var page = await (await browser.SubmitAsync(Page, Page)).Content.ReadAsStringAsync();

        Assert.Contains("This is the only way into your account.", page, StringComparison.Ordinal);
        Assert.Empty(await ChangesAsync(address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Nobody_elses_is_found(string id)
    {
        var (_, address) = bench.NewPerson();
        using var reader = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(address, Mails.Plain(to: address)));
        await reader.ReadAsync(Page);
        var form = Browser.Hidden(await reader.ReadAsync("/settings"), "/sign-out");

        var response = await reader.PostAsync(Page, [.. form, ("id", id)]);

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task Who_has_no_password_confirms_by_the_provider()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        await bench.SignInAsync(browser);
        bench.Portal.Clock.Advance(TimeSpan.FromMinutes(11));

        var asked = await browser.GetAsync(Page);

        var page = await browser.ReadAsync(asked.Headers.Location!.OriginalString);
        Assert.StartsWith("/sign-in/again", asked.Headers.Location.OriginalString, StringComparison.Ordinal);
        Assert.Contains("the way you came in", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/sign-in/external/work\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<FactorChange>> ChangesAsync(string address) => await bench.Portal.QueryAsync(db => db.FactorEvents
        .Where(e => db.Mailboxes.Any(m => m.AccountId == e.AccountId && m.Address == address)).OrderBy(e => e.Id).Select(e => e.Change).ToListAsync());
}
