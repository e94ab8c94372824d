using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// A public key on NIST P-256, proved to be a point of the curve. Safe for use by many threads. Keep it when it is used again: parsing costs
/// about as much as one key agreement.
/// </summary>
public sealed class P256PublicKey : IEquatable<P256PublicKey>
{
    /// <summary>The size in bytes of the encoding <c>0x04 ‖ x ‖ y</c> (SEC 1 §2.3.3).</summary>
    public const int Size = P256Curve.PointSize;

    private readonly byte[] _point;

    // The platform's key objects are not documented as safe for several threads at once: each borrower has one to itself.
    private readonly ConcurrentBag<ECDiffieHellmanPublicKey> _idle = [];

    private P256PublicKey(byte[] point) => _point = point;

    /// <summary>The 65 bytes of the uncompressed point.</summary>
    public ReadOnlySpan<byte> Bytes => _point;

    internal StaticAgreement Agreement { get; } = new();

    /// <summary>Reads an uncompressed point.</summary>
    /// <exception cref="SealingException">Malformed: not 65 bytes, another form, or not on the curve.</exception>
    public static P256PublicKey FromBytes(ReadOnlySpan<byte> uncompressed)
    {
        using var imported = P256Curve.ImportPoint(uncompressed);
        var key = new P256PublicKey(uncompressed.ToArray());
        key._idle.Add(imported.PublicKey);
        return key;
    }

    /// <summary>A copy of the 65 bytes.</summary>
    public byte[] ToBytes() => [.. _point];

    /// <inheritdoc/>
    public bool Equals(P256PublicKey? other) => other is not null && _point.AsSpan().SequenceEqual(other._point);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as P256PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_point);
        return hash.ToHashCode();
    }

    /// <summary>The public half of a key pair: known to be on the curve, and imported only if somebody agrees with it.</summary>
    internal static P256PublicKey Of(ECPoint point) => new(P256Curve.Encode(point));

    /// <summary>The x coordinate of the product of this point and the key's scalar: 32 secret bytes, which the caller zeroes.</summary>
    internal byte[] AgreeWith(ECDiffieHellman privateKey)
    {
        var imported = _idle.TryTake(out var idle) ? idle : Import();
        var secret = privateKey.DeriveRawSecretAgreement(imported);
        _idle.Add(imported);
        return secret;
    }

    /// <summary>Gives the platform's objects back at once instead of to the finalizer: for keys that are used for one message.</summary>
    internal void Release()
    {
        while (_idle.TryTake(out var imported))
        {
            imported.Dispose();
        }
    }

    private ECDiffieHellmanPublicKey Import()
    {
        using var imported = P256Curve.ImportPoint(_point);
        return imported.PublicKey;
    }
}
