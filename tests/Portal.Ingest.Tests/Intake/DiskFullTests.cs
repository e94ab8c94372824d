using Portal.Ingest.Intake;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>A disk that is full in earnest: the gateway keeps the mail, and here is nothing of it.</summary>
public sealed class DiskFullTests
{
    private static readonly IntakeOutcome Full = new IntakeOutcome.Deferred(452, "4.3.1", "No space to store the message, try again later");

    [TinyDiskFact]
    public async Task No_space_for_the_message_leaves_nothing_and_space_takes_it()
    {
        using var folder = new TempFolder();
        using var disk = await TinyDisk.MountAsync(folder.File("data"), 16 * 1024);
        await RunAsync(folder.File("data"), async office =>
        {
            var mail = await office.WrapAsync(Originals.Wrapped(Originals.Large));
            await FullThenAcceptedAsync(office, disk, 128 * 1024, mail, "bob@example.org");
        });
    }

    [TinyDiskFact]
    public async Task No_space_for_the_rows_leaves_no_message_either()
    {
        using var folder = new TempFolder();
        using var disk = await TinyDisk.MountAsync(folder.File("data"), 16 * 1024);
        await RunAsync(folder.File("data"), async office =>
            await FullThenAcceptedAsync(office, disk, 8 * 1024, await office.WrapAsync(Originals.Fresh()), "bob@example.org"));
    }

    [TinyDiskFact]
    public async Task No_space_for_a_new_mailbox_leaves_no_message_either()
    {
        using var folder = new TempFolder();
        using var disk = await TinyDisk.MountAsync(folder.File("data"), 16 * 1024);
        await RunAsync(folder.File("data"), async office =>
            await FullThenAcceptedAsync(office, disk, 8 * 1024, await office.WrapAsync(Originals.Fresh()), "new@example.org"));
    }

    private static async Task RunAsync(string data, Func<Office, Task> work)
    {
        var office = new Office { Settings = [("Portal:DataDirectory", data)] };
        await office.InitializeAsync();
        try
        {
            await office.Portal.AcceptAsync(await office.WrapAsync(Originals.Fresh()), "bob@example.org");
            await work(office);
        }
        finally
        {
            await office.DisposeAsync();
        }
    }

    private static async Task FullThenAcceptedAsync(Office office, TinyDisk disk, int free, byte[] mail, string recipient)
    {
        var before = await Kept.ByAsync(office.Portal);
        disk.Fill(free);
        Assert.Equal([Full], await office.Portal.AcceptAsync(mail, recipient));
        Assert.Equal(before, await Kept.ByAsync(office.Portal));

        disk.Clear();
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await office.Portal.AcceptAsync(mail, recipient)));
        Assert.NotEmpty(await office.Portal.ReadAsync(recipient));
    }
}
