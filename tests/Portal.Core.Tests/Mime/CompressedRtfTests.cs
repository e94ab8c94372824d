using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class CompressedRtfTests
{
    private const uint Packed = 0x7546_5A4C;
    private const uint Plain = 0x414C_454D;

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    // The examples of MS-OXRTFCP §3: one with words of the window's beginning, one that reads what it has just written.
    [Theory]
    [InlineData(
        "2D0000002B0000004C5A4675F1C5C7A703000A007263706731323542320AF32068656C090020627705B06C647D0A800FA0",
        "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n")]
    [InlineData("1A0000001C0000004C5A4675E2D44B51410004205758595A0D6E7D010EB0", "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}")]
    [InlineData("0F000000030000004D454C410000000078797A", "xyz")]
    public void The_specifications_examples_are_unpacked(string packed, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(CompressedRtf.Unpack(Convert.FromHexString(packed))));

    [Fact]
    public void Any_text_comes_back_as_it_was_packed() => Prop.ForAll(
        Gen.Elements("{\\rtf1 ", "\\par ", "abc", "x", "}", "\r\n", new string('y', 300), "\\'e4").ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text => Encoding.Latin1.GetString(CompressedRtf.Unpack(RtfPacker.Pack(text))) == text).Check(Many);

    [Fact]
    public void A_text_longer_than_the_window_comes_back()
    {
        var text = string.Concat(Enumerable.Range(0, 4_000).Select(i => $"word{i * i % 307} "));
        Assert.Equal(text, Encoding.Latin1.GetString(CompressedRtf.Unpack(RtfPacker.Pack(text))));
    }

    [Fact]
    public void A_changed_bit_anywhere_is_refused_or_gives_what_was_packed_to_where_it_ends()
    {
        const string text = "{\\rtf1\\ansi Dear Bob, dear Bob, dear Bob}";
        var packed = RtfPacker.Pack(text);
        for (var bit = 0; bit < packed.Length * 8; bit++)
        {
            var changed = packed.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (bit / 8 is >= 4 and < 8)
            {
                // The length unpacked is under no checksum: the text is whole or cut.
                Assert.StartsWith(Opened(changed) ?? "", text, StringComparison.Ordinal);
            }
            else
            {
                Assert.Null(Opened(changed));
            }
        }
    }

    [Fact]
    public void A_property_cut_anywhere_is_refused()
    {
        var packed = RtfPacker.Pack("{\\rtf1\\ansi Dear Bob, dear Bob}");
        Assert.All(Enumerable.Range(0, packed.Length), length => Assert.Null(Opened(packed[..length])));
    }

    [Theory]
    [InlineData(0x1234_5678u, 3)]
    [InlineData(Packed, 64 * 1024 * 1024 + 1)]
    [InlineData(Plain, 64 * 1024 * 1024 + 1)]
    public void What_is_of_another_kind_or_too_large_is_refused(uint kind, int unpacked) =>
        Assert.Null(Opened(RtfPacker.Wrap([1, 2, 3], (uint)unpacked, kind)));

    [Fact]
    public void A_bomb_costs_no_more_memory_than_it_unpacks()
    {
        // A header that promises all and holds nearly nothing.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(17, CompressedRtf.Unpack(RtfPacker.Wrap([0x01, 0x00, 0x0F], 64 * 1024 * 1024, Packed)).Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);

        // Runs of 17 bytes without an end; each begins just before where it goes, for a pointer to that place would end it.
        var bomb = new List<byte>();
        for (var (run, next) = (0, 207); run < 5_000_000; run++, next = (next + 17) % 4096)
        {
            var from = (next + 4095) % 4096;
            bomb.AddRange(run % 8 == 0 ? [0xFF] : []);
            bomb.AddRange([(byte)(from >> 4), (byte)((from << 4) | 15)]);
        }

        Assert.Equal(64 * 1024 * 1024, CompressedRtf.Unpack(RtfPacker.Wrap([.. bomb], 64 * 1024 * 1024, Packed)).Length);
    }

    private static string? Opened(byte[] packed)
    {
        try
        {
            return Encoding.Latin1.GetString(CompressedRtf.Unpack(packed));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
