using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

public sealed class BerSplitterTests
{
    // SignedData as far as the splitter knows it: indefinite lengths, the content in nested segments.
    private static readonly byte[] Nested = Convert.FromHexString(
        "3080" + "06012A" + "A080" + "3080" + "020101" + "3100" + "3080" + "06012B" + "A080" + "2480" + "0402AABB" + "2403" + "0401CC" + "2480" + "0400" + "0401DD" + "0000"
        + "0000" + "0000" + "0000" + "3100" + "0000" + "0000" + "0000");

    private const string NestedRest =
        "30" + "06012A" + "A0" + "30" + "020101" + "31" + "30" + "06012B" + "A0" + "0400" + "31";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Content_and_the_rest_come_apart_in_pieces_of_any_size(int piece)
    {
        using var splitter = new BerSplitter(BerSplitter.Signed);
        Assert.Equal("AABBCCDD", Convert.ToHexString(Run(splitter, Nested, piece)));
        Assert.True(splitter.Ended);
        Assert.Equal(NestedRest, WithoutLengths(splitter.Metadata()));
    }

    [Theory]
    [InlineData("3003" + "020101", "a content info without anything")]
    [InlineData("3000", "an empty one")]
    public void A_structure_without_content_ends_without_it(string hex, string what)
    {
        using var splitter = new BerSplitter(BerSplitter.Signed);
        Run(splitter, Convert.FromHexString(hex), 1);
        Assert.True(splitter is { Ended: true, HasContent: false }, what);
    }

    [Theory]
    [InlineData("0201", "no sequence outermost")]
    [InlineData("310100", "a set outermost")]
    [InlineData("3002020101", "a value longer than the one around it")]
    [InlineData("3003028105", "a length that leads out of the value around it")]
    [InlineData("30800280", "a primitive value of indefinite length")]
    [InlineData("30803F", "a tag of several bytes")]
    [InlineData("30030000", "end-of-contents in a definite value")]
    [InlineData("30800001", "end-of-contents with a length")]
    [InlineData("308902", "a length of nine bytes")]
    [InlineData("30807F88FFFFFFFFFFFFFFFF", "a length beyond all sense")]
    [InlineData("300041", "something behind the end")]
    [InlineData("308004847FFFFFFF", "two gigabytes that are no content")]
    [InlineData("3080A08030803080A08024800201", "a number among the segments of the content")]
    [InlineData("3080A08030803080A0800400" + "0400", "content twice")]
    public void What_breaks_the_rules_is_malformed(string hex, string what)
    {
        using var splitter = new BerSplitter(BerSplitter.Signed);
        var exception = Record.Exception(() => Run(splitter, Convert.FromHexString(hex), 1));
        Assert.True(exception is RefusedException { Reason: TunnelRefusal.Malformed }, what);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_malformed()
    {
        using var splitter = new BerSplitter(BerSplitter.Signed);
        var deep = Enumerable.Repeat(new byte[] { 0x30, 0x80 }, 200).SelectMany(b => b).ToArray();
        Assert.Throws<RefusedException>(() => Run(splitter, deep, 1000));
    }

    [Fact]
    public void Metadata_beyond_the_limit_is_malformed()
    {
        using var splitter = new BerSplitter(BerSplitter.Signed);
        Run(splitter, [0x30, 0x80], 2);
        var value = new byte[] { 0x04, 0x82, 0xFF, 0xFF }.Concat(new byte[0xFFFF]).ToArray();
        Assert.Throws<RefusedException>(() =>
        {
            for (var i = 0; i < 17; i++)
            {
                Run(splitter, value, 10_000);
            }
        });
    }

    private static byte[] Run(BerSplitter splitter, byte[] input, int piece)
    {
        var content = new List<byte>();
        var buffer = new byte[piece];
        foreach (var part in input.Chunk(piece))
        {
            content.AddRange(buffer[..splitter.Push(part, buffer)]);
        }

        return [.. content];
    }

    // The skeleton writes each constructed length as 0x84 and four bytes.
    private static string WithoutLengths(byte[] metadata)
    {
        var hex = Convert.ToHexString(metadata);
        return System.Text.RegularExpressions.Regex.Replace(hex, "(?<=^(?:..)*)84[0-9A-F]{8}", "");
    }
}
