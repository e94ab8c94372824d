using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>Whose word on an address counts, and for what (threat B12).</summary>
public sealed class TakeOverTests(ProviderBench bench) : IClassFixture<ProviderBench>
{
    [Fact]
    public async Task An_invited_person_reads_the_message_without_an_initial_password_which_is_then_used_up()
    {
        var (_, address) = bench.NewPerson();
        var mail = await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        Assert.Contains("you need no initial password", await browser.ReadAsync($"/n/{mail.Token}"), StringComparison.Ordinal);
        ProviderBench.AssertSignedIn(await bench.SignInAsync(browser, page: $"/n/{mail.Token}"), browser, $"/n/{mail.Token}");
        Assert.Contains("Your contract", await browser.ReadAsync($"/n/{mail.Token}"), StringComparison.Ordinal);
        Assert.NotNull(await bench.Portal.QueryAsync(db => db.InitialPasswords
            .Where(p => db.Mailboxes.Any(m => m.Id == p.MailboxId && m.Address == address)).Select(p => p.UsedAt).SingleAsync()));
    }

    [Theory]
    [InlineData("other", "false")]
    [InlineData("other", null)]
    [InlineData("other", "\"true\"")]
    [InlineData("other", "1")]
    [InlineData("other", "[true]")]
    [InlineData("work", "false")]
    [InlineData("work", "\"true\"")]
    public async Task An_address_that_nobody_vouches_for_is_taken_only_with_the_code_from_its_mailbox(string provider, string? verified)
    {
        var (_, address) = bench.NewPerson(provider, verified: null);
        if (verified is not null)
        {
            bench.Provider.Next.Rewrite = payload => payload[..^1] + $",\"email_verified\":{verified}}}";
        }

        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        ProviderBenchAssert(await bench.SignInAsync(browser, provider), "/sign-in/mailbox");
        Assert.Null(browser.Cookie("__Host-session"));
        var code = Assert.Single(await bench.Portal.CodesAsync(address));
        var wrong = await browser.SubmitAsync("/sign-in/mailbox", "/sign-in/mailbox", ("code", MailedCode.Wrong(code)));
        Assert.Contains("That is not the code.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var right = await browser.SubmitAsync("/sign-in/mailbox", "/sign-in/mailbox", ("code", $" {code[..4]} {code[4..]} "));
        ProviderBench.AssertSignedIn(right, browser, "/messages?registered=Provider");
    }

    [Fact]
    public async Task The_provider_that_gives_out_an_address_need_not_say_that_it_has_verified_it_to_an_invited_person()
    {
        var (_, address) = bench.NewPerson(verified: null);
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        ProviderBench.AssertSignedIn(await bench.SignInAsync(browser), browser, "/messages?registered=Provider");
    }

    [Theory]
    [InlineData("work", "true", "work.example", true)]
    [InlineData("work", null, "work.example", false)]
    [InlineData("work", "false", "work.example", false)]
    [InlineData("work", "\"true\"", "work.example", false)]
    [InlineData("work", "true", "elsewhere.example", false)]
    [InlineData("work", "true", "sub.work.example", false)]
    [InlineData("other", "true", "work.example", false)]
    [InlineData("other", "false", "work.example", false)]
    public async Task An_account_that_exists_is_entered_only_where_the_provider_gives_out_the_address_and_has_verified_it(
        string provider, string? verified, string domain, bool entered)
    {
        var (_, address) = bench.NewPerson(provider, domain, verified: null);
        if (verified is not null)
        {
            bench.Provider.Next.Rewrite = payload => payload[..^1] + $",\"email_verified\":{verified}}}";
        }

        using var owner = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(address, Mails.Plain(to: address)));
        using var browser = bench.Portal.Browser();
        var answer = await bench.SignInAsync(browser, provider);
        Assert.Equal(entered, browser.Cookie("__Host-session") is not null);
        Assert.Equal(entered ? 1 : 0, await bench.Portal.QueryAsync(db => db.ExternalLogins.CountAsync(l => db.Mailboxes.Any(
            m => m.Address == address && m.AccountId == l.AccountId))));
        if (!entered && answer.Headers.Location!.OriginalString == "/sign-in/mailbox")
        {
            // Also whoever reads the mailbox does not get in by that alone.
            var code = Assert.Single(await bench.Portal.CodesAsync(address));
            answer = await browser.SubmitAsync("/sign-in/mailbox", "/sign-in/mailbox", ("code", code));
        }

        Assert.Equal(entered ? "/messages" : "/sign-in/connect", answer.Headers.Location!.OriginalString);
        Assert.Equal(entered, browser.Cookie("__Host-session") is not null);
    }

    [Fact]
    public async Task The_owner_of_an_account_signs_in_as_before_confirms_and_from_then_on_comes_in_by_the_provider()
    {
        var (_, address) = bench.NewPerson("other");
        using var owner = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(address, Mails.Plain(to: address)));
        using var browser = bench.Portal.Browser();
        ProviderBenchAssert(await bench.SignInAsync(browser, "other"), "/sign-in/connect");
        var page = await browser.ReadAsync("/sign-in/connect");
        Assert.Contains("Sign in once as before", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/sign-in/connect\"", page, StringComparison.Ordinal);
        var signedIn = await browser.SubmitAsync("/sign-in?returnUrl=/sign-in/connect", "/sign-in", ("email", address), ("password", Deliveries.Password));
        Assert.Equal("/sign-in/connect", signedIn.Headers.Location!.OriginalString);
        ProviderBenchAssert(await browser.SubmitAsync("/sign-in/connect", "/sign-in/connect"), "/messages?registered=Connected");
        using var later = bench.Portal.Browser();
        ProviderBench.AssertSignedIn(await bench.SignInAsync(later, "other"), later);
    }

    [Fact]
    public async Task Whoever_signed_in_long_ago_is_asked_again_before_it_is_connected()
    {
        var (_, address) = bench.NewPerson("other");
        using var browser = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(address, Mails.Plain(to: address)));
        bench.Portal.Clock.Advance(TimeSpan.FromMinutes(21));
        var now = bench.Portal.Clock.GetUtcNow().ToUnixTimeSeconds();
        (bench.Provider.Next.Claims["iat"], bench.Provider.Next.Claims["exp"]) = (now, now + 300);
        using var window = bench.Portal.Browser();
        ProviderBenchAssert(await bench.SignInAsync(window, "other"), "/sign-in/connect");
        browser.SetCookie("__Host-external-identity", window.Cookie("__Host-external-identity")!);

        ProviderBenchAssert(await browser.SubmitAsync("/sign-in/connect", "/sign-in/connect"), "/sign-in/again?returnUrl=%2Fsign-in%2Fconnect");
        await browser.SubmitAsync("/sign-in/again?returnUrl=/sign-in/connect", "/sign-in/again", ("password", Deliveries.Password));
        ProviderBenchAssert(await browser.SubmitAsync("/sign-in/connect", "/sign-in/connect"), "/messages?registered=Connected");
    }

    [Fact]
    public async Task Without_that_nothing_is_connected()
    {
        var (_, address) = bench.NewPerson("other");
        using var owner = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(address, Mails.Plain(to: address)));
        using var attacker = bench.Portal.Browser();
        await bench.SignInAsync(attacker, "other");
        var fields = Browser.Hidden(await attacker.ReadAsync("/sign-in"), "/sign-in").ToList();
        Assert.Equal(HttpStatusCode.OK, (await attacker.PostAsync("/sign-in/connect", fields)).StatusCode);

        // Somebody who is signed in as somebody else.
        var (_, own) = ($"x{address}", $"x{address}");
        using var other = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(own, Mails.Plain(to: own)));
        other.SetCookie("__Host-external-identity", attacker.Cookie("__Host-external-identity")!);
        var page = await other.ReadAsync("/sign-in/connect");
        Assert.Contains("belongs to another account", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync("/sign-in/connect", Browser.Hidden(await other.ReadAsync("/messages"), "/sign-out"))).StatusCode);

        using var later = bench.Portal.Browser();
        ProviderBenchAssert(await bench.SignInAsync(later, "other"), "/sign-in/connect");
    }

    // One whose mailbox was not shown yet may not be connected by an owner who overlooks that somebody else began it.
    [Fact]
    public async Task What_still_waits_for_its_mailbox_to_be_shown_is_not_connected()
    {
        var (_, address) = bench.NewPerson("other", verified: false);
        using var owner = await bench.Portal.RegisterAsync(await bench.Portal.DeliverAsync(address, Mails.Plain(to: address)));
        using var attacker = bench.Portal.Browser();
        await bench.SignInAsync(attacker, "other");
        owner.SetCookie("__Host-external-identity", attacker.Cookie("__Host-external-identity")!);
        ProviderBenchAssert(await owner.GetAsync("/sign-in/connect"), "/sign-in?external=Ended");
    }

    [Fact]
    public async Task The_same_subject_at_another_issuer_is_somebody_else()
    {
        var (subject, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        ProviderBench.AssertSignedIn(await bench.SignInAsync(browser), browser, "/messages?registered=Provider");
        bench.NewPerson("other");
        bench.Provider.Next.Claims["sub"] = subject;
        bench.Provider.Next.Claims["email"] = address;
        using var stranger = bench.Portal.Browser();
        ProviderBenchAssert(await bench.SignInAsync(stranger, "other"), "/sign-in/connect");
        Assert.Null(stranger.Cookie("__Host-session"));
    }

    [Fact]
    public async Task Who_somebody_is_does_not_follow_from_the_address()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        await bench.SignInAsync(browser);

        // The person's address changes at the provider: it stays the person.
        bench.Provider.Next.Claims["email"] = "renamed@elsewhere.example";
        using var renamed = bench.Portal.Browser();
        ProviderBench.AssertSignedIn(await bench.SignInAsync(renamed), renamed);
        Assert.Contains("Your contract", await renamed.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("victim@work.example\r\nBcc: evil@evil.example")]
    [InlineData("Victim <victim@work.example>")]
    [InlineData("victim@work.example,evil@evil.example")]
    [InlineData("evil@evil.example@work.example")]
    [InlineData("victim@work.example\0@evil.example")]
    [InlineData("victim")]
    [InlineData("")]
    public async Task What_is_no_address_is_none(string claim)
    {
        bench.NewPerson();
        bench.Provider.Next.Claims["email"] = claim;
        using var browser = bench.Portal.Browser();
        ProviderBench.AssertFailed("NoAddress", await bench.SignInAsync(browser), browser);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("Bob\u202egnp.exe", null)]
    [InlineData("Bob\r\nX", null)]
    [InlineData("\u200b", null)]
    [InlineData("long", null)]
    public async Task A_name_is_a_strangers_text(string claim, string? shown)
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        bench.Provider.Next.Claims["name"] = claim == "long" ? new string('x', 101) : claim;
        using var browser = bench.Portal.Browser();
        await bench.SignInAsync(browser);
        Assert.Contains($"<bdi>{shown ?? address}</bdi>", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_account_stays_locked()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        await bench.SignInAsync(browser);
        await bench.Portal.QueryAsync(db => db.Users.Where(u => db.Mailboxes.Any(m => m.Address == address && m.AccountId == u.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.State, Core.Storage.Model.AccountState.LockedByAdmin)));
        using var again = bench.Portal.Browser();
        ProviderBench.AssertFailed("Locked", await bench.SignInAsync(again), again);
    }

    [Fact]
    public async Task An_account_without_a_password_is_opened_by_none()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        using var browser = bench.Portal.Browser();
        await bench.SignInAsync(browser);
        using var guesser = bench.Portal.Browser();
        foreach (var password in new[] { " ", "null", Deliveries.Password })
        {
            var answer = await guesser.SubmitAsync("/sign-in", "/sign-in", ("email", address), ("password", password));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Null(guesser.Cookie("__Host-session"));
    }

    private static void ProviderBenchAssert(HttpResponseMessage answer, string to) => Assert.Equal(to, answer.Headers.Location?.OriginalString);
}
