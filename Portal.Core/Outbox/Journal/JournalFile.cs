using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Outbox.Journal;

/// <summary>A journal's file, locked for as long as it is open: the kernel lets go of it when its process ends, however that ends. Its owner's
/// lock is a shared one, so that a backup may read it; who takes it over wants it alone.</summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>What journals' names end with.</summary>
    public const string Extension = ".journal";

    private const int MostRecords = 1 << 16; // far more than entries are ever claimed at once

    private readonly SafeFileHandle _file;

    private JournalFile(SafeFileHandle file, string path) => (_file, Path) = (file, path);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Makes a new one, mode 0600.</summary>
    /// <exception cref="IOException">It cannot be made, or was taken for abandoned in the moment before it was locked: try again.</exception>
    public static JournalFile Create(string folder)
    {
        var path = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}{Extension}");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        if (!File.Exists(path))
        {
            file.Dispose();
            throw new IOException("The journal was gone before it was locked.");
        }

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new JournalFile(file, path);
    }

    /// <summary>Opens one that nobody holds; null when a living process has it, when it is gone, when it is not ours to read, or no file at all but
    /// a pipe or device of that name.</summary>
    public static JournalFile? TryOpen(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            _ = RandomAccess.GetLength(file); // what has no length cannot be read from a place either
            return new JournalFile(file, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>Puts a record in a place, over what stood there. Not flushed: a killed process takes nothing with it.</summary>
    public void Write(int slot, JournalRecord record)
    {
        Span<byte> bytes = stackalloc byte[JournalRecord.Size];
        record.WriteTo(bytes);
        RandomAccess.Write(_file, bytes, (long)slot * JournalRecord.Size);
    }

    /// <summary>All records that are whole.</summary>
    public IReadOnlyList<JournalRecord> Read()
    {
        var bytes = new byte[Math.Min(RandomAccess.GetLength(_file), MostRecords * JournalRecord.Size)];
        var length = RandomAccess.Read(_file, bytes, 0);
        var records = new List<JournalRecord>();
        for (var at = 0; at + JournalRecord.Size <= length; at += JournalRecord.Size)
        {
            if (JournalRecord.Read(bytes.AsSpan(at, JournalRecord.Size)) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    /// <summary>Takes its name away; only who holds it may do so.</summary>
    public void Delete() => File.Delete(Path);

    public void Dispose() => _file.Dispose();
}
