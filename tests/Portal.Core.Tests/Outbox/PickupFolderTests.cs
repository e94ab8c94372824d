using System.Diagnostics;
using System.Text;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Xunit;

namespace Portal.Core.Tests.Outbox;

public sealed class PickupFolderTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pickup-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_mail_is_one_file_that_a_retry_overwrites()
    {
        var pickup = new PickupFolder(new DataFolder(_data));
        var mail = Samples.Mail(Samples.Notice);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.IsType<SendOutcome.Sent>(await pickup.SendAsync(mail, CancellationToken.None));
            await pickup.FlushAsync(CancellationToken.None);
        }

        var file = Assert.Single(Directory.GetFileSystemEntries(Path.Combine(_data, "outgoing")));
        Assert.Equal($"20261120T140500000Z-{mail.Id:N}.eml", Path.GetFileName(file));
        Assert.Equal(mail.Content.ToArray(), await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_mail_is_noted_as_taken_when_it_has_its_name()
    {
        var seen = new List<(JournalState, bool)>();
        var mail = Samples.Mail(Samples.Notice) with { Note = state => seen.Add((state, Directory.GetFiles(Path.Combine(_data, "outgoing"), "*.eml").Length == 1)) };
        await new PickupFolder(new DataFolder(_data)).SendAsync(mail, CancellationToken.None);
        Assert.Equal([(JournalState.Taken, true)], seen);
    }

    [Fact]
    public async Task Only_the_owner_may_look()
    {
        await new PickupFolder(new DataFolder(_data)).SendAsync(Samples.Mail(Samples.Notice), CancellationToken.None);
        var folder = Path.Combine(_data, "outgoing");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(folder).Single()));
    }

    [Fact]
    public async Task Another_parser_reads_what_we_wrote()
    {
        var mail = Samples.Mail(Samples.Notice with { Language = "de", SenderName = "Zoë Ωmega" });
        await new PickupFolder(new DataFolder(_data)).SendAsync(mail, CancellationToken.None);
        const string script = """
            import sys, email, email.policy
            m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.SMTP)
            parts = list(m.walk())
            assert not any(p.defects for p in parts), [p.defects for p in parts]
            print(m['from'], '|', m['to'], '|', m['subject'], '|', m['message-id'], '|', [p.get_content_type() for p in parts])
            print(m.get_body(('plain',)).get_content())
            """;
        var start = new ProcessStartInfo("python3", ["-c", script, Directory.GetFiles(Path.Combine(_data, "outgoing")).Single()])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["PYTHONIOENCODING"] = "utf-8" },
        };
        using var python = Process.Start(start)!;
        var lines = (await python.StandardOutput.ReadToEndAsync()).Split('\n');
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        Assert.Equal(
            $"Example Bank <portal@bank.example> | bob@example.net | Example Bank: eine Nachricht für Sie | <{mail.Id:N}@bank.example>"
            + " | ['multipart/alternative', 'text/plain', 'text/html']", lines[0]);
        Assert.Contains("Zoë Ωmega", lines);
        Assert.Contains(Samples.Link, lines);
    }
}
