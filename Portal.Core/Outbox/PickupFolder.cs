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
    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{mail.CreatedAt.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{mail.Id:N}");
        var draft = Path.Combine(_folder.Value, $".{name}.part");
        try
        {
            await WriteAsync(draft, mail, cancellationToken);
            File.Move(draft, Path.Combine(_folder.Value, $"{name}.eml"), overwrite: true);
            mail.Note(JournalState.Taken);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }

        return new SendOutcome.Sent("written");
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        PosixFile.FlushFolder(_folder.Value);
        return ValueTask.CompletedTask;
    }

    private static async Task WriteAsync(string path, OutgoingMail mail, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await file.WriteAsync(mail.Content, cancellationToken);
        if (mail.Body is { } body)
        {
            await using var content = body.Open();
            await content.CopyToAsync(file, cancellationToken);
        }

        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }
}
