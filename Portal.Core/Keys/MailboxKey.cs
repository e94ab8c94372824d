using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// A mailbox's private key and what follows from it. Cheap to make from the private key: the key pair is imported only when it is asked for,
/// since a reader mostly needs the symmetric key alone. Safe for use by many threads until disposed.
/// </summary>
public sealed class MailboxKey : IDisposable
{
    /// <summary>The size in bytes of the private key and of the symmetric key.</summary>
    public const int Size = P256KeyPair.PrivateSize;

    private readonly byte[] _private = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly byte[] _symmetric = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private readonly Lazy<P256KeyPair> _pair;
    private volatile bool _disposed;

    private MailboxKey(ReadOnlySpan<byte> scalar, P256KeyPair? pair)
    {
        scalar.CopyTo(_private);
        _pair = pair is null ? new Lazy<P256KeyPair>(() => P256KeyPair.FromPrivate(_private)) : new Lazy<P256KeyPair>(pair);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _private, _symmetric, salt: [], info: "portal/1/mailbox"u8);
    }

    /// <summary>The key to which ingest seals.</summary>
    public P256PublicKey PublicKey => KeyPair.PublicKey;

    /// <summary>The key pair; it is disposed with this key.</summary>
    public P256KeyPair KeyPair
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _pair.Value;
        }
    }

    /// <summary>32 bytes: HKDF-SHA-256 of the private key, no salt, info <c>portal/1/mailbox</c>.</summary>
    public ReadOnlySpan<byte> SymmetricKey
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _symmetric;
        }
    }

    /// <summary>
    /// 32 bytes by which the mailbox's owner finds what belongs together, and which say nothing to who has not the key: HMAC-SHA-256 of
    /// <paramref name="what"/> under HKDF-SHA-256 of the symmetric key, no salt, info <c>portal/1/thread</c>.
    /// </summary>
    public byte[] ThreadKey(ReadOnlySpan<byte> what)
    {
        Span<byte> key = stackalloc byte[Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, SymmetricKey, key, salt: [], info: "portal/1/thread"u8);
        var digest = HMACSHA256.HashData(key, what);
        CryptographicOperations.ZeroMemory(key);
        return digest;
    }

    /// <summary>A new random mailbox key.</summary>
    public static MailboxKey Create()
    {
        var pair = P256KeyPair.Create();
        var scalar = pair.ExportPrivate();
        var key = new MailboxKey(scalar, pair);
        CryptographicOperations.ZeroMemory(scalar);
        return key;
    }

    /// <summary>The mailbox key of a private key of 32 bytes, which are copied.</summary>
    /// <exception cref="SealingException">Malformed: not 32 bytes, zero, or not below the order of the curve.</exception>
    public static MailboxKey FromPrivate(ReadOnlySpan<byte> scalar)
    {
        if (!P256KeyPair.IsPrivate(scalar))
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        return new MailboxKey(scalar, null);
    }

    /// <summary>A copy of the private key's 32 bytes, which the caller zeroes.</summary>
    public byte[] ExportPrivate()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return [.. _private];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_private);
        CryptographicOperations.ZeroMemory(_symmetric);
        if (_pair.IsValueCreated)
        {
            _pair.Value.Dispose();
        }
    }
}
