using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>Senders who sign in through the tenant's provider see all that they have sent; nobody else does.</summary>
public sealed class SentListTests(ProviderBench bench) : IClassFixture<ProviderBench>
{
    [Fact]
    public async Task Who_came_by_the_provider_sees_his_messages_without_subjects_and_can_act()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        var sent = await bench.Portal.DeliverAsync("listed@example.org", MailFrom(address));
        using var sender = bench.Portal.Browser();
        ProviderBench.AssertSignedIn(await bench.SignInAsync(sender), sender, "/messages?registered=Provider");

        Assert.Contains("href=\"/sent\"", await sender.ReadAsync("/messages"), StringComparison.Ordinal);
        var list = await sender.ReadAsync("/sent");
        Assert.Contains("listed@example.org", list, StringComparison.Ordinal);
        Assert.DoesNotContain("A secret subject", list, StringComparison.Ordinal);
        var message = await bench.Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == sent.Id).Select(d => d.MessageId).SingleAsync());
        var path = $"/sent/messages/{message:N}";
        Assert.Contains(path, list, StringComparison.Ordinal);
        Assert.Contains("Stored, notice not sent yet", await sender.ReadAsync(path), StringComparison.Ordinal);
        (await sender.SubmitAsync(path, path, ("do", "Lock"))).LeadsTo($"{path}?done=Lock");
        Assert.Equal(HttpStatusCode.OK, (await sender.GetAsync($"{path}/evidence.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await sender.GetAsync($"{path}/evidence.pdf")).StatusCode);
        Assert.Contains("<strong>Locked</strong>", await sender.ReadAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sees_anothers_and_a_password_alone_is_not_enough()
    {
        var (_, address) = bench.NewPerson();
        var own = await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        var sent = await bench.Portal.DeliverAsync("theirs@example.org", MailFrom(address));
        var message = await bench.Portal.QueryAsync(db => db.Deliveries.Where(d => d.Id == sent.Id).Select(d => d.MessageId).SingleAsync());
        var (_, other) = bench.NewPerson();
        await bench.Portal.DeliverAsync(other, Mails.Plain(to: other));
        using var another = bench.Portal.Browser();
        ProviderBench.AssertSignedIn(await bench.SignInAsync(another), another, "/messages?registered=Provider");
        using var byPassword = await bench.Portal.RegisterAsync(own);

        Assert.Equal(HttpStatusCode.NotFound, (await byPassword.GetAsync("/sent")).StatusCode);
        Assert.DoesNotContain("theirs@example.org", await another.ReadAsync("/sent"), StringComparison.Ordinal);
        foreach (var browser in new[] { byPassword, another })
        {
            Assert.DoesNotContain("href=\"/sent\"", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
            foreach (var path in (string[])[$"/sent/messages/{message:N}", $"/sent/messages/{message:N}/evidence.json", $"/sent/messages/{message:N}/evidence.pdf"])
            {
                Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
            }
        }

        var fields = Browser.Hidden(await another.ReadAsync("/messages"), "/sign-out");
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await another.PostAsync($"/sent/messages/{message:N}", [.. fields, ("do", "Lock"), ("delivery", sent.Id.ToString("N"))])).StatusCode);
    }

    private static string MailFrom(string address) =>
        Mails.Plain("A secret subject").Replace("alice@example.com", address, StringComparison.Ordinal);
}
