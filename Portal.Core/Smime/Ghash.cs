using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Portal.Core.Smime;

/// <summary>GHASH (NIST SP 800-38D §6.4), computed as POLYVAL of the byte-reversed blocks (RFC 8452 Appendix A), where the
/// product is reduced by two more multiplications.</summary>
internal abstract class Ghash
{
    public static Ghash Create(ReadOnlySpan<byte> hashKey) =>
        Pclmulqdq.IsSupported ? new Ghash<NativeCarryless>(hashKey) : new Ghash<PortableCarryless>(hashKey);

    /// <summary>Takes whole blocks.</summary>
    public abstract void Blocks(ReadOnlySpan<byte> blocks);

    /// <summary>Takes bytes that are no multiple of a block, filled up with zeros.</summary>
    public void Padded(ReadOnlySpan<byte> bytes)
    {
        var whole = bytes.Length & ~15;
        Blocks(bytes[..whole]);
        if (whole < bytes.Length)
        {
            Span<byte> last = stackalloc byte[16];
            bytes[whole..].CopyTo(last);
            Blocks(last);
        }
    }

    /// <summary>Puts in, after the fact, associated data that belongs before the <paramref name="blocks"/> taken so far.</summary>
    public abstract void Prepend(ReadOnlySpan<byte> associated, long blocks);

    public abstract void Finish(Span<byte> digest);
}

internal sealed class Ghash<TMultiply> : Ghash
    where TMultiply : ICarryless
{
    private const ulong Polynomial = 0xC200000000000000; // x^63 + x^62 + x^57, the upper part of RFC 8452's polynomial
    private const ulong Nothing = 2; // an index that no shuffle has: zero comes of it
    private readonly Vector128<ulong> _h1;
    private readonly Vector128<ulong> _h2;
    private readonly Vector128<ulong> _h3;
    private readonly Vector128<ulong> _h4;
    private Vector128<ulong> _state;

    public Ghash(ReadOnlySpan<byte> hashKey)
    {
        // The key times x (RFC 8452 Appendix A), without a branch on its bits.
        var key = Load(hashKey);
        var carry = 0UL - (key[1] >> 63);
        _h1 = Vector128.Create((key[0] << 1) ^ (carry & 1), ((key[1] << 1) | (key[0] >> 63)) ^ (carry & Polynomial));
        _h2 = Dot(_h1, _h1);
        _h3 = Dot(_h2, _h1);
        _h4 = Dot(_h3, _h1);
    }

    public override void Blocks(ReadOnlySpan<byte> blocks)
    {
        var state = _state;
        for (; blocks.Length >= 64; blocks = blocks[64..])
        {
            Multiply(state ^ Load(blocks), _h4, out var low, out var middle, out var high);
            Add(Load(blocks[16..]), _h3, ref low, ref middle, ref high);
            Add(Load(blocks[32..]), _h2, ref low, ref middle, ref high);
            Add(Load(blocks[48..]), _h1, ref low, ref middle, ref high);
            state = Reduce(low, middle, high);
        }

        for (; blocks.Length >= 16; blocks = blocks[16..])
        {
            state = Dot(state ^ Load(blocks), _h1);
        }

        _state = state;
    }

    public override void Prepend(ReadOnlySpan<byte> associated, long blocks)
    {
        var tail = _state;
        _state = default;
        Padded(associated);
        var power = _h1;
        for (; blocks > 0; blocks >>= 1, power = Dot(power, power))
        {
            _state = (blocks & 1) != 0 ? Dot(_state, power) : _state; // how many blocks is no secret
        }

        _state ^= tail;
    }

    public override void Finish(Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt64BigEndian(digest, _state[1]);
        BinaryPrimitives.WriteUInt64BigEndian(digest[8..], _state[0]);
    }

    private static Vector128<ulong> Dot(Vector128<ulong> a, Vector128<ulong> b)
    {
        Multiply(a, b, out var low, out var middle, out var high);
        return Reduce(low, middle, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(
        Vector128<ulong> a, Vector128<ulong> b, out Vector128<ulong> low, out Vector128<ulong> middle, out Vector128<ulong> high)
    {
        low = TMultiply.Lower(a, b);
        high = TMultiply.Upper(a, b);
        middle = TMultiply.Crossed(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector128<ulong> a, Vector128<ulong> b, ref Vector128<ulong> low, ref Vector128<ulong> middle, ref Vector128<ulong> high)
    {
        Multiply(a, b, out var l, out var m, out var h);
        low ^= l;
        middle ^= m;
        high ^= h;
    }

    // Adds the multiple of the polynomial that clears the lower half, 64 bits at a time, and keeps the upper half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        var polynomial = Vector128.CreateScalar(Polynomial);
        low ^= Vector128.Shuffle(middle, Vector128.Create(Nothing, 0));
        high ^= Vector128.Shuffle(middle, Vector128.Create(1, Nothing));
        low = Swap(low) ^ TMultiply.Lower(low, polynomial);
        low = Swap(low) ^ TMultiply.Lower(low, polynomial);
        return high ^ low;
    }

    private static Vector128<ulong> Swap(Vector128<ulong> value) => Vector128.Shuffle(value, Vector128.Create(1UL, 0UL));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ReadOnlySpan<byte> block) => Vector128.Shuffle(
        Vector128.Create(block), Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();
}
