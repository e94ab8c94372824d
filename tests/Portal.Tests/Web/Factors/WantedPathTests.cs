using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>Where the tenant wants a second factor, setting one up comes between a person and what he wanted; then it leads there.</summary>
public sealed class WantedPathTests
{
    private const string SetUp = "/settings/second-factor";
    private const string App = "/settings/authenticator";
    private const string Backup = "/settings/backup-codes";
    private const string Bob = "bob@example.org";

    [Fact]
    public async Task Registering_leads_through_the_set_up_to_the_recovery_code()
    {
        const string Along = "returnUrl=%2Fsettings%2Frecovery-code%3Fwelcome%3Dtrue";
        await using var portal = await TestPortal.StartAsync(("Tenants:default:SecondFactor", "Required"), ("Tenants:default:MailboxRecovery", "RecipientOnly"));
        using var reader = portal.Browser();
        (await RegisterAsync(portal, reader)).LeadsTo($"{SetUp}?{Along}");
        var page = await reader.ReadAsync($"{SetUp}?{Along}");
        Assert.Contains($"href=\"{App}?{Along}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("button-primary", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{SetUp}?{Along}\"", await reader.ReadAsync($"{App}?{Along}"), StringComparison.Ordinal);

        await portal.AddAppAsync(reader, Along);
        Assert.Contains("class=\"button button-primary\" href=\"/settings/recovery-code?welcome=true\"", await reader.ReadAsync($"{SetUp}?saved=true&{Along}"), StringComparison.Ordinal);

        // Also with backup codes between.
        Assert.Contains($"href=\"{SetUp}?{Along}\"", await (await reader.SubmitAsync($"{Backup}?{Along}", $"{Backup}?{Along}")).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("class=\"button button-primary\" href=\"/settings/recovery-code?welcome=true\"", await reader.ReadAsync($"{SetUp}?{Along}"), StringComparison.Ordinal);
        Assert.Contains("Make a recovery code", await reader.ReadAsync("/settings/recovery-code?welcome=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_into_the_portal_is_kept_by_sign_in_gate_and_question_for_the_password()
    {
        var wanted = $"/messages/{Guid.NewGuid():N}";
        var along = $"returnUrl={Uri.EscapeDataString(wanted)}";
        await using var portal = await TestPortal.StartAsync(("Tenants:default:SecondFactor", "Required"));
        using var reader = portal.Browser();
        (await RegisterAsync(portal, reader)).LeadsTo($"{SetUp}?returnUrl=%2Fmessages%3Fwelcome%3Dtrue");
        (await reader.GetAsync("/messages")).LeadsTo(SetUp);
        (await reader.GetAsync($"{wanted}?x=1")).LeadsTo($"{SetUp}?{along}%3Fx%3D1");
        await reader.SubmitAsync(SetUp, "/sign-out");
        (await reader.PasswordAsync(Bob, wanted)).LeadsTo($"{SetUp}?{along}");

        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        var again = $"/sign-in/again?returnUrl={Uri.EscapeDataString($"{App}?{along}")}";
        (await reader.GetAsync($"{App}?{along}")).LeadsTo(again);
        (await reader.SubmitAsync(again, "/sign-in/again", ("password", Deliveries.Password))).LeadsTo($"{App}?{along}");
        await portal.AddAppAsync(reader, along);
        Assert.Contains($"href=\"{wanted}\">To your messages", await reader.ReadAsync($"{SetUp}?saved=true&{along}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task It_leads_to_no_other_place(string foreign)
    {
        await using var portal = await TestPortal.StartAsync();
        using var reader = await portal.RegisteredAsync(Bob);
        await portal.AddAppAsync(reader);
        foreach (var path in new[] { SetUp, App, "/settings/passkeys", Backup })
        {
            Assert.DoesNotContain("evil", HtmlPart(await reader.ReadAsync($"{path}?saved=true&returnUrl={Uri.EscapeDataString(foreign)}")), StringComparison.Ordinal);
        }

        Assert.Contains("class=\"button button-primary\" href=\"/messages\"", await reader.ReadAsync($"{SetUp}?saved=true&returnUrl={Uri.EscapeDataString(foreign)}"), StringComparison.Ordinal);
    }

    // The form for the language comes back to this page with all that its address has.
    private static string HtmlPart(string page) => page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];

    private static async Task<HttpResponseMessage> RegisterAsync(TestPortal portal, Browser reader)
    {
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        return await reader.SubmitAsync($"/n/{mail.Token}", "/register", ("initialPassword", mail.InitialPassword!), ("name", "Bob"),
            ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password));
    }
}
