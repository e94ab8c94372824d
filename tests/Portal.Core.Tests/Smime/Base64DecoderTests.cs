using System.Security.Cryptography;
using System.Text;
using Portal.Core.Smime;
using Xunit;

namespace Portal.Core.Tests.Smime;

public sealed class Base64DecoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64 * 1024)]
    public void Lines_of_any_kind_come_out_as_the_bytes_they_stand_for(int piece)
    {
        foreach (var length in new[] { 0, 1, 2, 3, 56, 57, 58, 70_000 })
        {
            var bytes = RandomNumberGenerator.GetBytes(length);
            var text = Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
            foreach (var variant in new[] { text + "\r\n\r\n", text.ReplaceLineEndings("\n"), text.ReplaceLineEndings(""), text.ReplaceLineEndings(" \t\r\n") })
            {
                Assert.Equal(bytes, Decode(variant, piece));
            }
        }
    }

    [Theory]
    [InlineData("QQ")]
    [InlineData("QQ=")]
    [InlineData("Q===")]
    [InlineData("=QQQ")]
    [InlineData("QQ==QQ==")]
    [InlineData("QQ==Q")]
    [InlineData("QUJD\r\nQU*D")]
    [InlineData("QUJD\u0000")]
    [InlineData("QU-_")]
    [InlineData("QUJD====")]
    public void What_is_no_base64_or_goes_on_behind_its_end_is_malformed(string text)
    {
        foreach (var piece in new[] { 1, 3, 1000 })
        {
            Assert.Throws<RefusedException>(() => Decode(text, piece));
        }
    }

    private static byte[] Decode(string text, int piece)
    {
        using var decoder = new Base64Decoder();
        using var output = new MemoryStream();
        var buffer = new byte[piece + 2];
        foreach (var part in Encoding.Latin1.GetBytes(text).Chunk(piece))
        {
            output.Write(buffer, 0, decoder.Push(part, buffer));
        }

        decoder.Finish();
        return output.ToArray();
    }
}
