namespace Portal.Core.Storage.Blobs;

/// <summary>Sealed streams as files: <c>blobs/3f/3f9a…</c>, named by nothing but a random id.</summary>
public sealed class BlobFolder
{
    private readonly DataFolder _data;
    private readonly string _incoming;
    private readonly string _aside;

    /// <summary>Opens the store and makes its folders.</summary>
    /// <exception cref="DataFolderException">A folder cannot be made.</exception>
    public BlobFolder(DataFolder data)
    {
        _data = data;
        _incoming = data.Folder("blobs", "incoming");
        _aside = data.Folder("blobs", "aside");
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

    /// <summary>Takes a blob out of the store without deleting it: <see cref="BringBack"/> undoes it, <see cref="SweepAside"/> ends it.</summary>
    /// <param name="id">The blob.</param>
    /// <param name="now">From when on it lies aside.</param>
    public void SetAside(Guid id, DateTimeOffset now)
    {
        File.SetLastWriteTimeUtc(PathOf(id), now.UtcDateTime);
        File.Move(PathOf(id), Path.Combine(_aside, id.ToString("N")), overwrite: true);
    }

    /// <summary>Puts a blob that lies aside where it was.</summary>
    public void BringBack(Guid id) => File.Move(Path.Combine(_aside, id.ToString("N")), PathOf(id), overwrite: false);

    /// <summary>The ids of blobs that lie aside.</summary>
    public IEnumerable<Guid> Aside() => Files(_aside, DateTimeOffset.MaxValue);

    /// <summary>Deletes what lies aside since before <paramref name="before"/>.</summary>
    /// <returns>How many there were.</returns>
    public int SweepAside(DateTimeOffset before)
    {
        var stale = Files(_aside, before).ToList();
        stale.ForEach(id => File.Delete(Path.Combine(_aside, id.ToString("N"))));
        return stale.Count;
    }

    /// <summary>Deletes drafts that were begun before <paramref name="before"/>: what a crash left behind.</summary>
    /// <returns>How many there were.</returns>
    public int SweepDrafts(DateTimeOffset before)
    {
        var stale = new DirectoryInfo(_incoming).EnumerateFiles().Where(file => file.LastWriteTimeUtc < before.UtcDateTime).ToList();
        stale.ForEach(file => file.Delete());
        return stale.Count;
    }

    /// <summary>Whether there is any blob.</summary>
    public bool Any() => OlderThan(DateTimeOffset.MaxValue).Any();

    /// <summary>The ids of blobs that were written before <paramref name="before"/>, found while they are asked for.</summary>
    public IEnumerable<Guid> OlderThan(DateTimeOffset before)
    {
        for (var shard = 0; shard < 256; shard++)
        {
            foreach (var id in Files(_data.File("blobs", Shard((byte)shard)), before))
            {
                yield return id;
            }
        }
    }

    private static IEnumerable<Guid> Files(string folder, DateTimeOffset before)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            if (file.LastWriteTimeUtc < before.UtcDateTime && Guid.TryParseExact(file.Name, "N", out var id))
            {
                yield return id;
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
