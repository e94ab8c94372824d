using Microsoft.Data.Sqlite;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>When the database cannot take a mail the gateway keeps it, and here is nothing of it, not even half.</summary>
public sealed class DatabaseTroubleTests : OfficeTests
{
    private static readonly IntakeOutcome Later = new IntakeOutcome.Deferred(451, "4.3.0", "Something went wrong here, try again later");

    [Theory]
    [InlineData("Messages")]
    [InlineData("Deliveries")]
    [InlineData("Notices")]
    [InlineData("Outbox")]
    public async Task A_failure_in_the_middle_undoes_all_of_it(string table)
    {
        await DeliverAsync(Originals.Fresh(), "bob@example.org");
        await TriesAgainAsync(
            $"CREATE TRIGGER broken BEFORE INSERT ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'broken'); END", "DROP TRIGGER broken", "bob@example.org");
    }

    [Theory]
    [InlineData("Mailboxes")]
    [InlineData("KeySlots")]
    public async Task A_failure_at_a_new_mailbox_leaves_nothing(string table) => await TriesAgainAsync(
        $"CREATE TRIGGER broken BEFORE INSERT ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'broken'); END", "DROP TRIGGER broken", "new@example.org");

    [Fact]
    public async Task A_database_without_its_tables_leaves_nothing()
    {
        await DeliverAsync(Originals.Fresh(), "bob@example.org");
        await TriesAgainAsync("ALTER TABLE \"Messages\" RENAME TO \"Elsewhere\"", "ALTER TABLE \"Elsewhere\" RENAME TO \"Messages\"", "bob@example.org");
    }

    [Fact]
    public async Task Mails_of_neighbours_in_one_commit_do_not_suffer()
    {
        await DeliverAsync(Originals.Fresh(), "bob@example.org", "carol@example.org");
        await Portal.ExecuteAsync(
            "CREATE TRIGGER broken BEFORE INSERT ON \"Deliveries\" WHEN NEW.\"MailboxId\" = (SELECT \"Id\" FROM \"Mailboxes\" WHERE \"Address\" = 'bob@example.org') "
            + "BEGIN SELECT RAISE(ABORT, 'broken'); END");
        var mails = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => WrapAsync(Originals.Fresh())));
        var outcomes = await Task.WhenAll(mails.Select((mail, i) => Task.Run(() => Portal.AcceptAsync(mail, i == 4 ? "bob@example.org" : "carol@example.org"))));
        Assert.Equal([Later], outcomes[4]);
        Assert.Equal(9, outcomes.Count(outcome => outcome[0] is IntakeOutcome.Accepted));
        Assert.Equal(10, Kept.Files(Portal).Count); // one of before, nine of now
    }

    [Fact]
    public async Task A_locked_database_leaves_nothing_and_takes_the_mail_afterwards()
    {
        await DeliverAsync(Originals.Fresh(), "bob@example.org");
        var mail = await WrapAsync(Originals.Fresh());
        var before = await Kept.ByAsync(Portal);
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(Portal.Data, "portal.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var held = await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable);
            var outcomes = await Task.WhenAll(
                Task.Run(() => Portal.AcceptAsync(mail, "bob@example.org")), Task.Run(() => Portal.AcceptAsync(mail, "new@example.org")));
            Assert.Equal([Later, Later], outcomes.SelectMany(o => o));
        }

        Assert.Equal(before, await Kept.ByAsync(Portal));
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(mail, "bob@example.org")));
    }

    private async Task TriesAgainAsync(string breaking, string mending, string recipient)
    {
        var mail = await WrapAsync(Originals.Fresh());
        var before = await Kept.ByAsync(Portal);
        await Portal.ExecuteAsync(breaking);
        Assert.Equal([Later], await Portal.AcceptAsync(mail, recipient));
        await Portal.ExecuteAsync(mending);
        Assert.Equal(before, await Kept.ByAsync(Portal));
        Assert.DoesNotContain(Portal.Log.Lines, line => line.Text.Contains("alice", StringComparison.OrdinalIgnoreCase) || line.Text.Contains(recipient, StringComparison.Ordinal));

        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(mail, recipient)));
        Assert.NotEmpty(await Portal.ReadAsync(recipient));
    }
}
