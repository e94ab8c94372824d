using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Portal.Core.Smime;

/// <summary>Multiplies polynomials over GF(2) of degree below 64, one from each vector.</summary>
internal interface ICarryless
{
    static abstract Vector128<ulong> Lower(Vector128<ulong> a, Vector128<ulong> b);

    static abstract Vector128<ulong> Upper(Vector128<ulong> a, Vector128<ulong> b);

    /// <summary>Lower by upper and upper by lower, added.</summary>
    static abstract Vector128<ulong> Crossed(Vector128<ulong> a, Vector128<ulong> b);
}

/// <summary>By the processor's own instruction.</summary>
internal readonly struct NativeCarryless : ICarryless
{
    public static Vector128<ulong> Lower(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.CarrylessMultiply(a, b, 0x00);

    public static Vector128<ulong> Upper(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.CarrylessMultiply(a, b, 0x11);

    public static Vector128<ulong> Crossed(Vector128<ulong> a, Vector128<ulong> b) =>
        Pclmulqdq.CarrylessMultiply(a, b, 0x10) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x01);
}

/// <summary>By integer multiplications, without a branch or a look-up that hangs on the operands. Each operand is cut into four
/// that have a bit in every fourth place only: the carries of such products stay in the places between.</summary>
internal readonly struct PortableCarryless : ICarryless
{
    private const ulong Every4th = 0x1111111111111111;

    public static Vector128<ulong> Lower(Vector128<ulong> a, Vector128<ulong> b) => Multiply(a[0], b[0]);

    public static Vector128<ulong> Upper(Vector128<ulong> a, Vector128<ulong> b) => Multiply(a[1], b[1]);

    public static Vector128<ulong> Crossed(Vector128<ulong> a, Vector128<ulong> b) => Multiply(a[0], b[1]) ^ Multiply(a[1], b[0]);

    // The upper half is the lower half of the product of the mirrored operands, mirrored, one place lower.
    private static Vector128<ulong> Multiply(ulong a, ulong b) =>
        Vector128.Create(LowerHalf(a, b), Mirror(LowerHalf(Mirror(a), Mirror(b))) >> 1);

    private static ulong LowerHalf(ulong a, ulong b)
    {
        var result = 0UL;
        for (var place = 0; place < 4; place++)
        {
            var sum = 0UL;
            for (var i = 0; i < 4; i++)
            {
                sum ^= (a & (Every4th << i)) * (b & (Every4th << ((place - i) & 3)));
            }

            result |= sum & (Every4th << place);
        }

        return result;
    }

    private static ulong Mirror(ulong x)
    {
        x = ((x >> 1) & 0x5555555555555555) | ((x & 0x5555555555555555) << 1);
        x = ((x >> 2) & 0x3333333333333333) | ((x & 0x3333333333333333) << 2);
        x = ((x >> 4) & 0x0F0F0F0F0F0F0F0F) | ((x & 0x0F0F0F0F0F0F0F0F) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(x);
    }
}
