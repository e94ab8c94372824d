using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Keys;

/// <summary>A server-held secret: hashes made with it cannot be guessed at from the database alone.</summary>
public sealed class ServerPepper : IDisposable
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private volatile bool _disposed;

    /// <summary>Copies the 32 bytes.</summary>
    public ServerPepper(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size, nameof(bytes));
        bytes.CopyTo(_bytes);
    }

    /// <summary>HMAC-SHA-256 of <c>purpose ‖ 0x00 ‖ secret</c> under the pepper: 32 bytes.</summary>
    /// <param name="secret">What is hashed; random enough on its own, or the result of a password hash.</param>
    /// <param name="purpose">What the hash is for; two purposes never give the same hash. Must not hold NUL.</param>
    public byte[] Hash(ReadOnlySpan<byte> secret, string purpose)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        if (purpose.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A purpose must not hold NUL.", nameof(purpose));
        }

        byte[] input = [.. Encoding.UTF8.GetBytes(purpose), 0, .. secret];
        var hash = HMACSHA256.HashData(_bytes, input);
        CryptographicOperations.ZeroMemory(input);
        return hash;
    }

    /// <summary>Overwrites the pepper with zeros.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }
}
