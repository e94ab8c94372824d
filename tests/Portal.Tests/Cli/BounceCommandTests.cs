using Microsoft.Data.Sqlite;
using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

/// <summary>An operator sees whose notices come back.</summary>
public sealed class BounceCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public async Task What_came_back_is_listed_and_shown_with_its_address()
    {
        await using (var portal = await RunningPortal.StartAsync(_operator.Data))
        {
            (await _operator.RunAsync("demo", $"--Portal:DataDirectory={_operator.Data}", $"--Ingest:SmtpListen=127.0.0.1:{portal.SmtpPort}")).Worked();
            Assert.Contains("0 notices came back.", (await RunAsync("outbox", "bounces")).Worked().Error, StringComparison.Ordinal);
            Assert.DoesNotContain("undeliverable", (await RunAsync("account", "show", "bob@example.org")).Worked().Output, StringComparison.Ordinal);
        }

        await ExecuteAsync("UPDATE Deliveries SET BouncedAt = ReceivedAt, BounceStatus = '5.1.1' WHERE MailboxId IN (SELECT Id FROM Mailboxes WHERE Address = 'bob@example.org')");
        await ExecuteAsync("UPDATE Mailboxes SET UndeliverableAt = CreatedAt WHERE Address = 'bob@example.org'");

        var listed = (await RunAsync("outbox", "bounces")).Worked().Output;
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d\tbob@example\.org\t5\.1\.1\tsender not told\r?$", listed.Split('\n')[0]);
        Assert.DoesNotContain("carol@example.org", listed, StringComparison.Ordinal);
        Assert.Contains("Notices come back as undeliverable since", (await RunAsync("account", "show", "bob@example.org")).Worked().Output, StringComparison.Ordinal);
    }

    public void Dispose() => _operator.Dispose();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_operator.Data, "portal.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private Task<Seen> RunAsync(params string[] arguments) => _operator.RunAsync([.. arguments, $"--Portal:DataDirectory={_operator.Data}"], []);
}
