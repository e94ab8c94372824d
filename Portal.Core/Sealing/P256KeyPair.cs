using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>A key pair on NIST P-256. Safe for use by many threads until it is disposed, which overwrites the private key with zeros.</summary>
public sealed class P256KeyPair : IDisposable
{
    /// <summary>The size in bytes of the private key, a big-endian number.</summary>
    public const int PrivateSize = P256Curve.ScalarSize;

    private readonly byte[] _scalar = GC.AllocateUninitializedArray<byte>(PrivateSize, pinned: true);

    // As in P256PublicKey: one platform object for each thread that is in the middle of an agreement.
    private readonly ConcurrentBag<ECDiffieHellman> _idle = [];
    private volatile bool _disposed;

    private P256KeyPair(ECDiffieHellman imported)
    {
        var parameters = imported.ExportParameters(includePrivateParameters: true);
        parameters.D!.CopyTo(_scalar, 0);
        CryptographicOperations.ZeroMemory(parameters.D);
        PublicKey = P256PublicKey.Of(parameters.Q);
        _idle.Add(imported);
    }

    /// <summary>The public half.</summary>
    public P256PublicKey PublicKey { get; }

    internal StaticAgreement Agreement { get; } = new();

    /// <summary>A new random key pair.</summary>
    public static P256KeyPair Create() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Whether these bytes are a private key: 32 bytes, above zero and below the order of the curve.</summary>
    public static bool IsPrivate(ReadOnlySpan<byte> scalar) => P256Curve.IsScalar(scalar);

    /// <summary>The key pair of a private key of 32 bytes, which are copied.</summary>
    /// <exception cref="SealingException">Malformed: not 32 bytes, zero, or not below the order of the curve.</exception>
    public static P256KeyPair FromPrivate(ReadOnlySpan<byte> scalar) => new(P256Curve.ImportScalar(scalar));

    /// <summary>The key pair that RFC 9180 §7.1.3 derives from input keying material (DeriveKeyPair of DHKEM(P-256)).</summary>
    /// <param name="ikm">At least 32 bytes of entropy.</param>
    public static P256KeyPair DeriveKeyPair(ReadOnlySpan<byte> ikm)
    {
        Span<byte> scalar = stackalloc byte[PrivateSize];
        try
        {
            DhKem.DeriveScalar(ikm, scalar);
            return FromPrivate(scalar);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>A copy of the private key's 32 bytes, which the caller zeroes.</summary>
    public byte[] ExportPrivate()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return [.. _scalar];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_scalar);
        while (_idle.TryTake(out var imported))
        {
            imported.Dispose();
        }

        Agreement.Forget();
        PublicKey.Release();
    }

    /// <summary>The raw agreement with another's public key: 32 secret bytes, which the caller zeroes.</summary>
    internal byte[] Agree(P256PublicKey theirs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var imported = _idle.TryTake(out var idle) ? idle : P256Curve.ImportScalar(_scalar);
        try
        {
            return theirs.AgreeWith(imported);
        }
        finally
        {
            Return(imported);
        }
    }

    private void Return(ECDiffieHellman imported)
    {
        _idle.Add(imported);
        if (_disposed && _idle.TryTake(out var late))
        {
            late.Dispose();
        }
    }
}
