using System.Globalization;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;

namespace Portal.Core.Outbox;

/// <summary>Writes mails as files <c>outgoing/*.eml</c> below the data folder, in clear, for who has no relay.</summary>
internal sealed class PickupFolder(DataFolder data) : IMailTransport
{
    /// <summary>Its name below the data folder.</summary>
    public const string Folder = "outgoing";

    private readonly Lazy<string> _folder = new(() => data.Folder(Folder));

    public int Lanes => 2;

    public TimeSpan LongestSend => TimeSpan.FromMinutes(1);

    /// <summary>A retry has the same name and so overwrites the file; nobody ever sees half a mail under that name.</summary>
    public Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{mail.CreatedAt.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{mail.Id:N}");
        var draft = Path.Combine(_folder.Value, $".{name}.part");
        try
        {
            Write(draft, mail.Content.Span);
            File.Move(draft, Path.Combine(_folder.Value, $"{name}.eml"), overwrite: true);
            mail.Note(JournalState.Taken);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }

        return Task.FromResult<SendOutcome>(new SendOutcome.Sent("written"));
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        PosixFile.FlushFolder(_folder.Value);
        return ValueTask.CompletedTask;
    }

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        RandomAccess.Write(file, content, 0);
        RandomAccess.FlushToDisk(file);
    }
}
