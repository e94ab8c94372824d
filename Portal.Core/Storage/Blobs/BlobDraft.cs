namespace Portal.Core.Storage.Blobs;

/// <summary>A blob that is being written. Disposed of without <see cref="CommitAsync"/>, it leaves nothing behind.</summary>
public sealed class BlobDraft : IAsyncDisposable
{
    private readonly string _path;
    private readonly Func<Guid, string> _pathOf;
    private bool _committed;

    internal BlobDraft(string path, Func<Guid, string> pathOf)
    {
        _path = path;
        _pathOf = pathOf;
        Stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>Where the sealed bytes go; it can be read back from the beginning before the commit.</summary>
    public FileStream Stream { get; }

    /// <summary>Makes the blob durable under its name: data, then name, then folder have reached the disk when this returns.</summary>
    public Task CommitAsync(Guid id, CancellationToken cancellationToken) => Task.Run(() => Commit(id), cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!_committed)
        {
            File.Delete(_path);
        }
    }

    private void Commit(Guid id)
    {
        RandomAccess.FlushToDisk(Stream.SafeFileHandle);
        var name = _pathOf(id);
        File.Move(_path, name, overwrite: false);
        _committed = true;
        try
        {
            PosixFile.FlushFolder(Path.GetDirectoryName(name)!);
        }
        catch
        {
            File.Delete(name);
            throw;
        }
    }
}
