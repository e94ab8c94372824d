using Portal.Core.Messages.Replies;
using Portal.Core.Sealing;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages.Drafts;

/// <summary>A draft whose writer is at it. Dispose of it to wipe the keys of its files; streams it opened must be done by then.</summary>
public sealed class OpenedDraft : IDisposable
{
    private readonly BlobFolder _blobs;
    private readonly IReadOnlyList<(Guid Id, MessageKey Key)> _keys;

    internal OpenedDraft(BlobFolder blobs, IReadOnlyList<(Guid Id, MessageKey Key)> keys) => (_blobs, _keys) = (blobs, keys);

    /// <summary>The draft.</summary>
    public required Guid Id { get; init; }

    /// <summary>The mailbox that writes.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>What was typed.</summary>
    public required DraftContent Content { get; init; }

    /// <summary>When it was last saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its files in the order in which they came.</summary>
    public required IReadOnlyList<DraftFileRow> Files { get; init; }

    /// <summary>The files, as they are sent.</summary>
    internal IReadOnlyList<ReplyFile> ToSend =>
        [.. Files.Select(file => new ReplyFile(file.Name, file.MediaType, file.Size, _ => Task.FromResult(Read(file))))];

    /// <summary>Opens one of its files.</summary>
    /// <exception cref="SealingException">While it is read: it was damaged or forged.</exception>
    public Stream Read(DraftFileRow file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new OpeningStream(_blobs.OpenRead(file.Id), _keys.First(key => key.Id == file.Id).Key, new SealingContext(SealedKind.DraftFile, file.Id));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, key) in _keys)
        {
            key.Dispose();
        }
    }
}

/// <summary>A file of a draft.</summary>
/// <param name="Id">Names it in forms.</param>
/// <param name="Name">What it is called.</param>
/// <param name="MediaType">Type and subtype.</param>
/// <param name="Size">Bytes.</param>
public sealed record DraftFileRow(Guid Id, string Name, string MediaType, long Size);
