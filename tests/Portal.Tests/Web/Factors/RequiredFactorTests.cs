using System.Net;
using Xunit;

namespace Portal.Tests.Web.Factors;

/// <summary>Where a tenant wants everybody to have a second factor, and where a sender wants one for a message.</summary>
public sealed class RequiredFactorTests
{
    private const string SetUp = "/settings/second-factor";

    [Fact]
    public async Task Whoever_has_none_sets_one_up_before_anything_else()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:SecondFactor", "Required"));
        var mail = await portal.DeliverAsync("new@example.org", Mails.Plain());
        using var reader = portal.Browser();
        (await reader.SubmitAsync($"/n/{mail.Token}", "/register", ("initialPassword", mail.InitialPassword!), ("name", "Bob"),
            ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password))).LeadsTo($"{SetUp}?returnUrl=%2Fmessages%3Fwelcome%3Dtrue");

        foreach (var path in new[] { "/messages", $"/messages/{mail.Id:N}", $"/messages/{mail.Id:N}/body", $"/messages/{mail.Id:N}/original.eml", "/settings", "/settings/profile" })
        {
            (await reader.GetAsync(path)).LeadsTo(path == "/messages" ? SetUp : $"{SetUp}?returnUrl={Uri.EscapeDataString(path)}");
        }

        Assert.Contains("asks everybody for a second step", await reader.ReadAsync(SetUp), StringComparison.Ordinal);
        (await reader.SubmitAsync(SetUp, "/sign-out")).LeadsTo("/sign-in?signedOut=true");
        (await reader.PasswordAsync("new@example.org")).LeadsTo(SetUp);

        var secret = await portal.AddAppAsync(reader);
        Assert.Contains("Your contract", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
        var refused = await (await reader.SubmitAsync(SetUp, $"{SetUp}?handler=app")).TextAsync();
        Assert.Contains("It cannot be removed", refused, StringComparison.Ordinal);
        using var other = portal.Browser();
        await other.PasswordAsync("new@example.org");
        (await other.SecondAsync("App", portal.Code(secret))).LeadsTo("/messages");
    }

    [Fact]
    public async Task A_guarded_message_asks_for_one_and_nothing_of_it_leaves_before()
    {
        await using var portal = await TestPortal.StartAsync();
        var mail = await portal.DeliverAsync("guarded@example.org", "X-Portal-Second-Factor: yes\n" + Mails.Plain("Guarded"));
        using var reader = await portal.RegisterAsync(mail);
        using var early = portal.Browser();
        await early.PasswordAsync("guarded@example.org");
        await AssertShutAsync(reader, mail);
        (await reader.GetAsync($"/sign-in/second?returnUrl=/messages/{mail.Id:N}")).LeadsTo($"{SetUp}?returnUrl=%2Fmessages%2F{mail.Id:N}");

        var secret = await portal.AddAppAsync(reader);
        Assert.Contains("Guarded", await reader.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
        Assert.DoesNotContain("X-Portal", await reader.ReadAsync($"/messages/{mail.Id:N}/original.eml"), StringComparison.Ordinal);

        await AssertShutAsync(early, mail);
        var step = $"/sign-in/second?returnUrl=/messages/{mail.Id:N}";
        (await early.SubmitAsync(step, "/sign-in/second", ("code", portal.Code(secret)))).LeadsTo($"/messages/{mail.Id:N}");
        Assert.Contains("Guarded", await early.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_off_none_can_be_set_up()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:SecondFactor", "Off"));
        using var reader = await portal.RegisteredAsync("off@example.org");
        Assert.Contains("cannot be set up here", await reader.ReadAsync(SetUp), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/settings/authenticator")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/settings/mobile")).StatusCode);
        Assert.DoesNotContain("data-passkey=\"create\"", await reader.ReadAsync("/settings/passkeys"), StringComparison.Ordinal);
    }

    private static async Task AssertShutAsync(Browser reader, Delivered mail)
    {
        (await reader.GetAsync($"/messages/{mail.Id:N}")).LeadsTo($"/sign-in/second?returnUrl=/messages/{mail.Id:N}");
        foreach (var part in new[] { "body", "original.eml", "parts/1" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/messages/{mail.Id:N}/{part}")).StatusCode);
        }
    }
}
