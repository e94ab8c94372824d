using System.Text.Json;
using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>When a mail brings its sender an initial password to pass on, and when it only makes a notice.</summary>
public sealed class InitialPasswordTests() : OfficeTests(
    settings: [("Tenants:default:InitialPasswordTries", "3"), ("Tenants:default:InitialPasswordLifetime", "2.00:00:00")])
{
    [Fact]
    public async Task The_first_mail_brings_one_and_later_mails_only_notices()
    {
        for (var mail = 0; mail < 3; mail++)
        {
            await DeliverAsync(Originals.Fresh());
        }

        var outbox = await Portal.OutboxAsync();
        Assert.Single(outbox, entry => entry.Kind == OutboxKind.InitialPassword);
        Assert.Equal(3, outbox.Count(entry => entry.Kind == OutboxKind.Notice));
        Assert.All(Notices(outbox), notice => Assert.True(notice.GetProperty("Invited").GetBoolean()));
    }

    [Fact]
    public async Task It_goes_to_the_signed_sender_and_names_the_recipient()
    {
        await DeliverAsync(Originals.Fresh());
        var mail = Assert.Single(Passwords(await Portal.OutboxAsync()));
        Assert.Equal("alice@example.com", mail.GetProperty("To").GetString());
        Assert.Equal("bob@example.org", mail.GetProperty("RecipientAddress").GetString());
        Assert.Matches("^[a-z]{4}(-[a-z]{4}){3}$", mail.GetProperty("InitialPassword").GetString());
    }

    [Fact]
    public async Task Each_new_mailbox_gets_one_of_its_own()
    {
        await DeliverAsync(Originals.Fresh(), "bob@example.org", "carol@example.org");
        var passwords = Passwords(await Portal.OutboxAsync());
        Assert.Equal(["bob@example.org", "carol@example.org"], passwords.Select(p => p.GetProperty("RecipientAddress").GetString()).Order());
        Assert.Equal(2, passwords.Select(p => p.GetProperty("InitialPassword").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task One_that_has_ended_is_replaced_by_the_next_mail()
    {
        await DeliverAsync(Originals.Fresh());
        Portal.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(5));
        await DeliverAsync(Originals.Fresh());
        Assert.Single(Passwords(await Portal.OutboxAsync()));

        Portal.Clock.Advance(TimeSpan.FromMinutes(10));
        await DeliverAsync(Originals.Fresh());
        await DeliverAsync(Originals.Fresh());
        var passwords = Passwords(await Portal.OutboxAsync());
        Assert.Equal(2, passwords.Count);
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(Text(passwords[0])));
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(Text(passwords[1])));
    }

    [Fact]
    public async Task One_whose_tries_are_used_up_is_replaced_by_the_next_mail()
    {
        await DeliverAsync(Originals.Fresh());
        var first = Text(Assert.Single(Passwords(await Portal.OutboxAsync())));
        for (var tries = 0; tries < 3; tries++)
        {
            Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync("bcdf-bcdf-bcdf-bcdf"));
        }

        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(first));
        await DeliverAsync(Originals.Fresh());
        var passwords = Passwords(await Portal.OutboxAsync());
        Assert.Equal(2, passwords.Count);
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(Text(passwords[1])));
    }

    [Fact]
    public async Task Who_has_registered_gets_notices_alone()
    {
        await DeliverAsync(Originals.Fresh());
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(Text(Assert.Single(Passwords(await Portal.OutboxAsync())))));
        Portal.Clock.Advance(TimeSpan.FromDays(5));
        await DeliverAsync(Originals.Fresh());
        var outbox = await Portal.OutboxAsync();
        Assert.Single(Passwords(outbox));
        var last = Notices(outbox)[^1];
        Assert.False(last.GetProperty("Invited").GetBoolean());
        Assert.False(last.TryGetProperty("InitialPasswordUntil", out _));
    }

    private static string Text(JsonElement mail) => mail.GetProperty("InitialPassword").GetString()!;

    private static List<JsonElement> Passwords(IEnumerable<(OutboxKind Kind, string Json)> outbox) => Of(outbox, OutboxKind.InitialPassword);

    private static List<JsonElement> Notices(IEnumerable<(OutboxKind Kind, string Json)> outbox) => Of(outbox, OutboxKind.Notice);

    private static List<JsonElement> Of(IEnumerable<(OutboxKind Kind, string Json)> outbox, OutboxKind kind) =>
        [.. outbox.Where(entry => entry.Kind == kind).Select(entry => JsonDocument.Parse(entry.Json).RootElement)];

    private async Task<RegisterOutcome> RegisterAsync(string initialPassword) => await Portal.Get<RegisterAccount>().RegisterAsync(
        new RegisterRequest
        {
            Token = Notices(await Portal.OutboxAsync())[^1].GetProperty("Token").GetString()!,
            InitialPassword = initialPassword,
            Name = "Bob Example",
            NewPassword = "a quiet river in november",
        },
        CancellationToken.None);
}
