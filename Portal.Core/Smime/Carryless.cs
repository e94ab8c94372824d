using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Portal.Core.Smime;

/// <summary>Multiplies two polynomials over GF(2) of degree below 64.</summary>
internal interface ICarryless
{
    static abstract Vector128<ulong> Multiply(ulong a, ulong b);
}

/// <summary>By the processor's own instruction.</summary>
internal readonly struct NativeCarryless : ICarryless
{
    public static Vector128<ulong> Multiply(ulong a, ulong b) =>
        Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(a), Vector128.CreateScalar(b), 0);
}

/// <summary>By integer multiplications, without a branch or a look-up that hangs on the operands. Each operand is cut into four
/// that have a bit in every fourth place only: the carries of such products stay in the places between.</summary>
internal readonly struct PortableCarryless : ICarryless
{
    private const ulong Every4th = 0x1111111111111111;

    // The upper half is the lower half of the product of the mirrored operands, mirrored, one place lower.
    public static Vector128<ulong> Multiply(ulong a, ulong b) =>
        Vector128.Create(Lower(a, b), Mirror(Lower(Mirror(a), Mirror(b))) >> 1);

    private static ulong Lower(ulong a, ulong b)
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
