using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web;

public sealed class SessionsPageTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private const string Page = "/settings/sessions";
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_page_names_browsers_and_marks_its_own()
    {
        using var own = await RegisterAsync("list@example.org");
        using var other = await SignInAsync("list@example.org");

        var page = await own.ReadAsync(Page);

        Assert.Equal(2, Regex.Count(page, "<strong>Firefox, Windows</strong>"));
        Assert.Equal(2, Regex.Count(page, " – this browser")); // one session and one known browser
        Assert.Contains("<dd>password</dd>", page, StringComparison.Ordinal);
        Assert.Single(Ids(page, "End"));
        Assert.Equal(2, Ids(page, "Forget").Count);
    }

    [Fact]
    public async Task One_session_ends_and_all_others_end_and_the_own_stays()
    {
        using var own = await RegisterAsync("ends@example.org");
        using var second = await SignInAsync("ends@example.org");
        await own.SubmitAsync(Page, $"{Page}?handler=End", ("id", Ids(await own.ReadAsync(Page), "End")[0]));
        Assert.Equal(303, await StatusAsync(second));

        using var third = await SignInAsync("ends@example.org");
        using var fourth = await SignInAsync("ends@example.org");
        await own.SubmitAsync(Page, $"{Page}?handler=EndOthers");
        Assert.Equal((303, 303, 200), (await StatusAsync(third), await StatusAsync(fourth), await StatusAsync(own)));
        Assert.Empty(Ids(await own.ReadAsync(Page), "End"));
    }

    [Fact]
    public async Task Nobody_ends_or_forgets_what_is_anothers()
    {
        using var victim = await RegisterAsync("victim@example.org");
        using var elsewhere = await SignInAsync("victim@example.org");
        using var stranger = await RegisterAsync("stranger@example.org");
        var page = await victim.ReadAsync(Page);
        var devices = await CountDevicesAsync();

        await stranger.SubmitAsync(Page, $"{Page}?handler=End", ("id", Ids(page, "End")[0]));
        await stranger.PostAsync($"{Page}?handler=EndOthers", Browser.Hidden(await stranger.ReadAsync(Page), $"{Page}?handler=Forget"));
        await stranger.SubmitAsync(Page, $"{Page}?handler=Forget", ("id", Ids(page, "Forget")[0]));

        Assert.Equal((200, 200), (await StatusAsync(elsewhere), await StatusAsync(victim)));
        Assert.Equal(devices, await CountDevicesAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000g")]
    public async Task Names_that_are_none_do_nothing(string id)
    {
        using var own = await RegisterAsync($"none{id.Length}{id.LastOrDefault()}@example.org");
        Assert.Equal(302, (int)(await own.SubmitAsync(Page, $"{Page}?handler=End", ("id", id))).StatusCode);
        Assert.Equal(200, await StatusAsync(own));
    }

    [Fact]
    public async Task A_forgotten_browser_is_new_again()
    {
        using var own = await RegisterAsync("forget@example.org");
        using var other = await SignInAsync("forget@example.org");
        var mails = await Portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == Core.Storage.Model.OutboxKind.SignIn));
        await own.SubmitAsync(Page, $"{Page}?handler=Forget", ("id", Ids(await own.ReadAsync(Page), "Forget")[1]));

        await other.SubmitAsync("/messages", "/sign-out");
        await other.SubmitAsync("/sign-in", "/sign-in", ("email", "forget@example.org"), ("password", Deliveries.Password));

        Assert.Equal(mails + 1, await Portal.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == Core.Storage.Model.OutboxKind.SignIn)));
    }

    [Fact]
    public async Task Right_and_refused_sign_ins_are_listed()
    {
        using var own = await RegisterAsync("signins@example.org");
        using var stranger = Portal.Browser();
        for (var i = 0; i < 3; i++)
        {
            await stranger.SubmitAsync("/sign-in", "/sign-in", ("email", "signins@example.org"), ("password", "a wrong password"));
        }

        using var other = await SignInAsync("signins@example.org");
        var page = await own.ReadAsync("/settings/sign-ins");

        Assert.Equal(2, Regex.Count(page, "<strong>Signed in</strong>"));
        Assert.Contains("<strong>3 refused tries</strong>", page, StringComparison.Ordinal);
        Assert.Contains("in the hour from Friday 20 November 2026, 14:00", page, StringComparison.Ordinal);
        Assert.Contains("<dd>Firefox, Windows</dd>", page, StringComparison.Ordinal);
    }

    private static List<string> Ids(string page, string handler)
    {
        var form = Regex.Match(page, $"handler={handler}\"(.*?)</form>", RegexOptions.Singleline).Groups[1].Value;
        return [.. Regex.Matches(form, "name=\"id\" value=\"([0-9a-f]{64})\"").Select(m => m.Groups[1].Value)];
    }

    private async Task<Browser> RegisterAsync(string address) => await Portal.RegisterAsync(await Portal.DeliverAsync(address, Mails.Plain()));

    private async Task<Browser> SignInAsync(string address)
    {
        var browser = Portal.Browser();
        var page = await browser.ReadAsync("/sign-in");
        var response = await browser.PostAsync(
            "/sign-in", [.. Browser.Hidden(page, "/sign-in"), ("email", address), ("password", Deliveries.Password)], ("User-Agent", Firefox));
        Assert.Equal("/messages", response.Headers.Location?.OriginalString);
        return browser;
    }

    private static async Task<int> StatusAsync(Browser browser) => (int)(await browser.GetAsync("/messages")).StatusCode;

    private Task<int> CountDevicesAsync() => Portal.QueryAsync(db => db.Devices.CountAsync());
}
