namespace Portal.Ingest.Intake;

/// <summary>Where doors put what they receive while it comes in: ciphertext, never a plaintext byte.</summary>
internal sealed class Spool
{
    private readonly Func<FileStream> _open;

    /// <summary>A spool in a folder, which is made (mode 0700) where it is missing.</summary>
    public Spool(string folder)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _open = () => OpenAnonymous(folder);
    }

    /// <summary>A spool over files of the caller's: tests use it for disks that are full.</summary>
    public Spool(Func<FileStream> open) => _open = open;

    /// <summary>One file for one connection, opened on the disk only when a body outgrows its buffer.</summary>
    public SpoolFile Open() => new(_open);

    // The name is gone before the first byte is written: a crash leaves nothing that somebody could find.
    private static FileStream OpenAnonymous(string folder)
    {
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };

        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
