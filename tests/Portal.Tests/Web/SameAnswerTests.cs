using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Wherever an address can be typed, the answer is one for those who have an account and those who have none (threat B1).</summary>
public sealed class SameAnswerTests(FactorFixture fixture) : IClassFixture<FactorFixture>
{
    private const string Addresses = "/settings/addresses";

    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task The_question_for_a_passkey_is_the_same_for_those_who_have_one_who_have_none_and_who_have_no_account()
    {
        using var passkey = new SoftPasskey();
        using var holder = await Portal.RegisteredAsync("passkey@example.org");
        await PasskeyTests.AddAsync(holder, passkey);
        using var without = await Portal.RegisteredAsync("no-keys@example.org");
        var (pages, answers) = (new List<string>(), new List<string>());
        foreach (var address in (string[])["passkey@example.org", "no-keys@example.org", "nothing@example.org"])
        {
            using var browser = Portal.Browser();
            pages.Add(await (await browser.GetAsync($"/sign-in?email={Uri.EscapeDataString(address)}")).SeenAsync(address));
            var wrong = await (await browser.SubmitAsync("/sign-in", "/sign-in", ("email", address), ("password", "wrong"))).SeenAsync(address);
            Assert.Contains("&quot;challenge&quot;:&quot;<43>&quot;", wrong, StringComparison.Ordinal); // the question is among what is compared
            answers.Add(wrong);
        }

        SeenAnswer.AssertAlike(pages);
        SeenAnswer.AssertAlike(answers);
    }

    [Fact]
    public async Task An_address_that_is_anothers_is_added_like_a_free_one_and_the_mail_alone_tells()
    {
        using var reader = await Portal.RegisteredAsync("asking@example.org");
        var (taken, free) = (new List<string>(), new List<string>());
        var answers = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            taken.Add($"taken-{i}@example.org");
            free.Add($"freed-{i}@example.org");
            using var owner = await Portal.RegisteredAsync(taken[i]);
            await Portal.DeliverAsync($"wrote-{i}@example.org", Mails.Plain()); // has a mailbox, and no account
            foreach (var address in (string[])[taken[i], free[i], $"wrote-{i}@example.org"])
            {
                var posted = await reader.SubmitAsync(Addresses, $"{Addresses}?handler=Add", ("address", address));
                var shown = await reader.GetAsync(posted.Headers.Location!.OriginalString);
                var wrong = await reader.SubmitAsync(Addresses, $"{Addresses}?handler=Prove", ("id", await ProofAsync(address)), ("code", "00000000"));
                answers.Add($"{await posted.SeenAsync(address)}\n{await shown.SeenAsync(address)}\n{await wrong.SeenAsync(address)}");
                await Portal.QueryAsync(db => db.AddressProofs.ExecuteDeleteAsync());
            }
        }

        SeenAnswer.AssertAlike(answers);
        var mails = await MailsAsync();
        Assert.All(taken, address => Assert.False(mails[address].TryGetProperty("Code", out _)));
        Assert.All(free, address => Assert.Equal(8, mails[address].GetProperty("Code").GetString()!.Length));
    }

    [Fact]
    public async Task The_page_to_register_listens_to_no_address()
    {
        using var owner = await Portal.RegisteredAsync("exists@example.org");
        var (pages, answers) = (new List<string>(), new List<string>());
        foreach (var address in (string[])["exists@example.org", "absent@example.org"])
        {
            using var browser = Portal.Browser();
            pages.Add(await (await browser.GetAsync($"/register?email={Uri.EscapeDataString(address)}&address={Uri.EscapeDataString(address)}")).SeenAsync(address));
            var form = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in").Where(field => field.Name != "token");
            answers.Add(await (await browser.PostAsync("/register", [
                .. form, ("token", "AAAAAAAAAAAAAAAAAAAAAA"), ("email", address), ("address", address), ("initialPassword", "bbbb-cccc-dddd-ffff"),
                ("name", "Bob"), ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password)])).SeenAsync(address));
        }

        SeenAnswer.AssertAlike(pages);
        SeenAnswer.AssertAlike(answers);
    }

    [Fact]
    public async Task What_is_seen_of_an_answer_is_more_than_its_words()
    {
        var plain = await Answer("a=12; path=/; secure", "x").SeenAsync("a@b.example");
        Assert.Equal(plain, await Answer("a=34; path=/; secure", "x").SeenAsync("a@b.example"));
        Assert.NotEqual(plain, await Answer("a=123; path=/; secure", "x").SeenAsync("a@b.example"));
        Assert.NotEqual(plain, await Answer("b=12; path=/; secure", "x").SeenAsync("a@b.example"));
        Assert.NotEqual(plain, await Answer("a=12; path=/", "x").SeenAsync("a@b.example"));
        Assert.NotEqual(plain, await Answer("a=12; path=/; secure", "y").SeenAsync("a@b.example"));
    }

    private static HttpResponseMessage Answer(string cookie, string body)
    {
        var answer = new HttpResponseMessage { Content = new StringContent(body) };
        answer.Headers.Add("Set-Cookie", cookie);
        return answer;
    }

    private Task<string> ProofAsync(string address) =>
        Portal.QueryAsync(async db => (await db.AddressProofs.SingleAsync(p => p.Address == address)).Id.ToString("N"));

    private async Task<Dictionary<string, JsonElement>> MailsAsync()
    {
        var vault = Portal.App.Services.GetRequiredService<VaultKey>();
        var entries = await Portal.QueryAsync(db => db.Outbox
            .Where(o => o.Kind == OutboxKind.AddressCode || o.Kind == OutboxKind.AddressTaken).ToListAsync());
        return entries.Select(e => JsonDocument.Parse(VaultBox.Open(vault, "outbox", e.Id, e.Box)).RootElement)
            .ToDictionary(mail => mail.GetProperty("To").GetString()!);
    }
}
