using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// The key pair with which ingest signs its deliveries (HPKE's sender), and the key under which it remembers what it has seen. Owns the pair.
/// </summary>
public sealed class IngestKey : IDisposable
{
    private readonly byte[] _digestKey = GC.AllocateUninitializedArray<byte>(32, pinned: true);
    private volatile bool _disposed;

    /// <summary>Takes over a key pair.</summary>
    public IngestKey(P256KeyPair keyPair)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        KeyPair = keyPair;
        var scalar = keyPair.ExportPrivate();
        HKDF.DeriveKey(HashAlgorithmName.SHA256, scalar, _digestKey, salt: [], info: "portal/1/digest"u8);
        CryptographicOperations.ZeroMemory(scalar);
    }

    /// <summary>The key pair.</summary>
    public P256KeyPair KeyPair { get; }

    /// <summary>
    /// What the database keeps to recognise a content that comes again: HMAC-SHA-256 of <c>mailbox id ‖ content digest</c>, so that it never
    /// holds a plain digest, which would confirm a guess at the content, nor shows that two mailboxes got the same.
    /// </summary>
    /// <returns>32 bytes.</returns>
    public byte[] KeyedDigest(ReadOnlySpan<byte> contentDigest, Guid mailboxId)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        byte[] input = [.. mailboxId.ToByteArray(bigEndian: true), .. contentDigest];
        return HMACSHA256.HashData(_digestKey, input);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_digestKey);
        KeyPair.Dispose();
    }
}
