namespace Portal.Core.Storage.Blobs;

/// <summary>Sealed streams as files: <c>blobs/3f/3f9a…</c>, named by nothing but a random id.</summary>
public sealed class BlobFolder
{
    private readonly DataFolder _data;
    private readonly string _incoming;

    /// <summary>Opens the store and makes its folders.</summary>
    /// <exception cref="DataFolderException">A folder cannot be made.</exception>
    public BlobFolder(DataFolder data)
    {
        _data = data;
        _incoming = data.Folder("blobs", "incoming");
        for (var shard = 0; shard < 256; shard++)
        {
            data.Folder("blobs", Shard((byte)shard));
        }
    }

    /// <summary>Starts a new blob. Until <see cref="BlobDraft.CommitAsync"/> it is a nameless draft that a crash leaves to the sweep.</summary>
    public BlobDraft Create() => new(Path.Combine(_incoming, Guid.NewGuid().ToString("N")), PathOf);

    /// <summary>Opens a blob to read from any place.</summary>
    /// <exception cref="FileNotFoundException">There is none of that id.</exception>
    public Stream OpenRead(Guid id) => new FileStream(PathOf(id), new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    });

    /// <summary>Deletes a blob; one that is not there counts as deleted.</summary>
    public void Delete(Guid id) => File.Delete(PathOf(id));

    /// <summary>Deletes drafts that were begun before <paramref name="before"/>: what a crash left behind.</summary>
    /// <returns>How many there were.</returns>
    public int SweepDrafts(DateTimeOffset before)
    {
        var stale = new DirectoryInfo(_incoming).EnumerateFiles().Where(file => file.LastWriteTimeUtc < before.UtcDateTime).ToList();
        stale.ForEach(file => file.Delete());
        return stale.Count;
    }

    /// <summary>The ids of blobs that were written before <paramref name="before"/>, found while they are asked for.</summary>
    public IEnumerable<Guid> OlderThan(DateTimeOffset before)
    {
        for (var shard = 0; shard < 256; shard++)
        {
            foreach (var file in new DirectoryInfo(_data.File("blobs", Shard((byte)shard))).EnumerateFiles())
            {
                if (file.LastWriteTimeUtc < before.UtcDateTime && Guid.TryParseExact(file.Name, "N", out var id))
                {
                    yield return id;
                }
            }
        }
    }

    private string PathOf(Guid id)
    {
        var name = id.ToString("N");
        return _data.File("blobs", name[..2], name);
    }

    private static string Shard(byte value) => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture);
}
