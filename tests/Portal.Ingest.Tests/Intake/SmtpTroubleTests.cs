using Microsoft.EntityFrameworkCore;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>What a gateway hears on the wire when the disk is full or the database is away: later, and nothing is kept.</summary>
public sealed class SmtpTroubleTests
{
    [TinyDiskFact]
    public async Task A_full_disk_is_452_until_there_is_space()
    {
        using var folder = new TempFolder();
        using var disk = await TinyDisk.MountAsync(folder.File("data"), 16 * 1024);
        await WithAsync([("Portal:DataDirectory", folder.File("data"))], async (office, client) =>
        {
            var (mail, before) = (await office.WrapAsync(Originals.Wrapped(Originals.Large)), await Kept.ByAsync(office.Portal));
            foreach (var free in (int[])[32 * 1024, 800 * 1024])
            {
                // Too little for the spool, then for the message behind it.
                disk.Fill(free);
                Assert.StartsWith("452 4.3.1 ", await SendAsync(client, mail), StringComparison.Ordinal);
                disk.Clear();
                Assert.Equal(before, await Kept.ByAsync(office.Portal));
            }

            Assert.StartsWith("250 2.0.0 ", await SendAsync(client, mail), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Gateways")]
    [InlineData("Messages")]
    public async Task A_database_that_is_away_is_451_until_it_is_back(string table) => await WithAsync([], async (office, client) =>
    {
        var (mail, files) = (await office.WrapAsync(Originals.Fresh()), Kept.Files(office.Portal));
        await office.Portal.ExecuteAsync($"ALTER TABLE \"{table}\" RENAME TO \"Elsewhere\"");
        Assert.StartsWith("451 4.3.0 ", await SendAsync(client, mail), StringComparison.Ordinal);
        await office.Portal.ExecuteAsync($"ALTER TABLE \"Elsewhere\" RENAME TO \"{table}\"");
        Assert.Equal(files, Kept.Files(office.Portal));

        // The same connection goes on.
        Assert.StartsWith("250 2.0.0 ", await SendAsync(client, mail), StringComparison.Ordinal);
        Assert.Equal(2, await office.Portal.QueryAsync(db => db.Deliveries.CountAsync()));
    });

    private static async Task<string> SendAsync(MailClient client, byte[] mail) => Assert.Single(await client.SendAsync(mail, "bob@example.org"));

    private static async Task WithAsync((string, string)[] settings, Func<Office, MailClient, Task> work)
    {
        var office = new Office { Listening = true, Settings = [("Ingest:SmtpListen", "127.0.0.1:0"), .. settings] };
        await office.InitializeAsync();
        try
        {
            await using var client = await MailClient.ConnectAsync(office.Portal.Door.Port);
            Assert.StartsWith("250 ", await SendAsync(client, await office.WrapAsync(Originals.Fresh())), StringComparison.Ordinal);
            await work(office, client);
        }
        finally
        {
            await office.DisposeAsync();
        }
    }
}
