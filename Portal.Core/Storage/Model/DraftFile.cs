namespace Portal.Core.Storage.Model;

/// <summary>A file of a draft. Its bytes are the blob of the same id, sealed under a key of its own.</summary>
public sealed class DraftFile
{
    /// <summary>Random; names the blob and is part of what the key is bound to.</summary>
    public required Guid Id { get; init; }

    /// <summary>The draft.</summary>
    public required Guid DraftId { get; init; }

    /// <summary>The file's key, 60 bytes under the mailbox's symmetric key.</summary>
    public required byte[] SealedKey { get; set; }

    /// <summary>Name and media type, a sealed stream of the kind <c>draft/name</c>.</summary>
    public required byte[] Name { get; init; }

    /// <summary>Bytes of its plaintext; the blob's length says the same.</summary>
    public required long Size { get; init; }

    /// <summary>When it came; files are shown in this order.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
