using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>NIST P-256 as the platform imports it: checks first, one kind of refusal.</summary>
internal static class P256Curve
{
    public const int ScalarSize = 32;
    public const int PointSize = 65;

    private const byte Uncompressed = 0x04;

    // The order of the base point (SP 800-186 §3.2.1.3), most significant word first.
    private static readonly ulong[] Order = [0xFFFFFFFF00000000, 0xFFFFFFFFFFFFFFFF, 0xBCE6FAADA7179E84, 0xF3B9CAC2FC632551];

    /// <summary>Whether 0 &lt; scalar &lt; order, in time that does not depend on the scalar.</summary>
    public static bool IsScalar(ReadOnlySpan<byte> scalar)
    {
        if (scalar.Length != ScalarSize)
        {
            return false;
        }

        UInt128 borrow = 0;
        ulong any = 0;
        for (var word = Order.Length - 1; word >= 0; word--)
        {
            var value = BinaryPrimitives.ReadUInt64BigEndian(scalar[(word * sizeof(ulong))..]);
            any |= value;
            borrow = ((UInt128)value - Order[word] - borrow) >> 127;
        }

        return (any != 0) & (borrow != 0);
    }

    /// <summary>Imports <c>0x04 ‖ x ‖ y</c>.</summary>
    /// <exception cref="SealingException">Malformed: another form or length, or not on the curve.</exception>
    public static ECDiffieHellman ImportPoint(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointSize || point[0] != Uncompressed)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        return Import(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point.Slice(1, ScalarSize).ToArray(), Y = point[(1 + ScalarSize)..].ToArray() },
        });
    }

    /// <summary>Imports a private key; the platform computes its public half.</summary>
    /// <exception cref="SealingException">Malformed: not in the range of private keys.</exception>
    public static ECDiffieHellman ImportScalar(ReadOnlySpan<byte> scalar)
    {
        if (!IsScalar(scalar))
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        var copy = scalar.ToArray();
        try
        {
            return Import(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = copy });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <summary><c>0x04 ‖ x ‖ y</c>.</summary>
    public static byte[] Encode(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];

    private static ECDiffieHellman Import(ECParameters parameters)
    {
        try
        {
            return ECDiffieHellman.Create(parameters);
        }
        catch (CryptographicException)
        {
            throw new SealingException(SealingFailure.Malformed);
        }
    }
}
