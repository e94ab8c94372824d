using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>People to whom nobody has written yet.</summary>
public sealed class SelfRegistrationTests(ProviderBench bench) : IClassFixture<ProviderBench>
{
    [Fact]
    public async Task They_are_told_that_there_is_nothing_and_nothing_is_kept()
    {
        var (_, address) = bench.NewPerson();
        using var browser = bench.Portal.Browser();
        ProviderBench.AssertFailed("NotInvited", await bench.SignInAsync(browser), browser);
        Assert.False(await bench.Portal.QueryAsync(db => db.Mailboxes.AnyAsync(m => m.Address == address)));
    }

    // Whoever claims somebody's address must not learn whether there is mail for it, or an account.
    [Fact]
    public async Task Before_the_mailbox_is_shown_nothing_of_the_address_shows_whoever_has_it()
    {
        var answers = new HashSet<string>();
        foreach (var (state, codes) in new[] { ("unknown", 0), ("invited", 1), ("registered", 1) })
        {
            var (_, address) = bench.NewPerson("other", verified: false);
            if (state != "unknown")
            {
                var mail = await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
                using var owner = state == "registered" ? await bench.Portal.RegisterAsync(mail) : null;
            }

            using var browser = bench.Portal.Browser();
            var answer = await bench.SignInAsync(browser, "other");
            Assert.Equal("/sign-in/mailbox", answer.Headers.Location!.OriginalString);
            var page = await browser.GetAsync("/sign-in/mailbox");
            Assert.Contains($"named the address {address}, but did not confirm", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(codes, (await bench.Portal.CodesAsync(address)).Count);
            var wrong = await browser.SubmitAsync("/sign-in/mailbox", "/sign-in/mailbox", ("code", "00000000"));
            answers.Add($"{await answer.SeenAsync(address)}\n{await page.SeenAsync(address)}\n{await wrong.SeenAsync(address)}");
        }

        SeenAnswer.AssertAlike(answers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_tenant_allows_it_they_register_and_are_told_that_there_is_no_message(bool verified)
    {
        await using var portal = await bench.StartPortalAsync(("Tenants:default:SelfRegistration", "true"));
        var (_, address) = bench.NewPerson("other", verified: verified);
        portal.Clock.Advance(bench.Portal.Clock.GetUtcNow() - portal.Clock.GetUtcNow());
        using var browser = portal.Browser();
        var (code, request) = bench.Provider.Consent(await ProviderBench.LeaveAsync(browser, "other"));
        var answer = await browser.GetAsync(ProviderBench.Callback("other", ("code", code), ("state", request["state"])));
        if (!verified)
        {
            Assert.Equal("/sign-in/mailbox", answer.Headers.Location!.OriginalString);
            answer = await browser.SubmitAsync("/sign-in/mailbox", "/sign-in/mailbox", ("code", Assert.Single(await portal.CodesAsync(address))));
        }

        ProviderBench.AssertSignedIn(answer, browser, "/messages?registered=Alone");
        Assert.Contains("So far there is no message for your address", await browser.ReadAsync("/messages?registered=Alone"), StringComparison.Ordinal);
        await portal.DeliverAsync(address, Mails.Plain(to: address));
        Assert.Contains("Your contract", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
        Assert.Equal(
            [AccountTrigger.Invite, AccountTrigger.Register],
            await portal.QueryAsync(db => db.AccountEvents.Where(e => e.Actor == AccountActor.Person).OrderBy(e => e.Id).Select(e => e.Trigger).ToListAsync()));
    }
}
