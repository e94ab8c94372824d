using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// The 32 random bytes that seal one message, its outline and its summary (or one transfer), and nothing else, ever.
/// Deleting every sealed copy of it deletes the message.
/// </summary>
public sealed class MessageKey : IDisposable
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 32;

    // Not pinned: these live for milliseconds and by the thousand, and each pinned array counts towards a full collection.
    private readonly byte[] _bytes = new byte[Size];
    private bool _disposed;

    private MessageKey()
    {
    }

    /// <summary>The key itself.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>A new random key.</summary>
    public static MessageKey Create()
    {
        var key = new MessageKey();
        RandomNumberGenerator.Fill(key._bytes);
        return key;
    }

    /// <summary>A key from its 32 bytes, which are copied.</summary>
    /// <exception cref="SealingException">Malformed: not 32 bytes.</exception>
    public static MessageKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        var key = new MessageKey();
        bytes.CopyTo(key._bytes);
        return key;
    }

    /// <summary>Overwrites the key with zeros.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }
}
