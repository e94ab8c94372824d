using Portal.Core.Keys;
using Portal.Core.Tests.Sealing;
using Portal.Core.Tests.Vectors;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class RecoveryCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static TheoryData<string> Codes => [.. VectorFile.Names("recovery-code")];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_is_written_and_read_as_the_vector_says(string name)
    {
        var vector = VectorFile.Find(name);
        using var code = new RecoveryCode(vector.Bytes("code"));

        Assert.Equal(vector["text"], code.ToText());
        Assert.Equal(vector["code"], Read(vector["text"]));
    }

    [Fact]
    public void New_codes_differ_and_read_back()
    {
        using var one = RecoveryCode.Create();
        using var two = RecoveryCode.Create();

        Assert.NotEqual(one.ToText(), two.ToText());
        Assert.Equal(Convert.ToHexStringLower(one.Bytes), Read(one.ToText()));
    }

    [Fact]
    public void However_people_type_it_they_type_the_same()
    {
        var bytes = new byte[16];
        bytes[15] = 1;
        using var code = new RecoveryCode(bytes);
        var text = code.ToText();
        var expected = Convert.ToHexStringLower(bytes);

        Assert.Contains('0', text);
        foreach (var typed in new[]
        {
            text.ToLowerInvariant(), text.Replace("-", "", StringComparison.Ordinal), text.Replace('-', ' '), $"  {text}\r\n",
            text.Replace('-', '\u2013'), text.Replace('-', '\u2011'), text.Replace('-', '\u00A0'), $"\u200B\uFEFF{text}",
            text.Replace('0', 'O'), text.Replace('0', 'o'), string.Join(' ', text.ToCharArray()),
        })
        {
            Assert.Equal(expected, Read(typed));
        }
    }

    [Fact]
    public void The_letters_i_and_l_are_the_digit_one()
    {
        using var code = new RecoveryCode(Convert.FromHexString("08421084210842108421084210842108"));
        var text = code.ToText();

        Assert.True(text.Count(c => c == '1') > 20);
        Assert.All("iIlL", c => Assert.Equal(Convert.ToHexStringLower(code.Bytes), Read(text.Replace('1', c))));
    }

    [Fact]
    public void One_wrong_character_anywhere_is_a_slip()
    {
        using var code = new RecoveryCode(TestBytes.Of(16));
        var text = code.ToText();
        for (var place = 0; place < text.Length; place++)
        {
            foreach (var other in Alphabet.Where(c => text[place] != '-' && text[place] != c))
            {
                var typed = text.ToCharArray();
                typed[place] = other;
                Assert.IsType<RecoveryCodeReading.Mistyped>(RecoveryCode.Read(new string(typed)));
            }
        }
    }

    [Fact]
    public void Any_two_characters_in_each_others_place_are_a_slip()
    {
        using var code = new RecoveryCode(TestBytes.Of(16, 3));
        var text = code.ToText().Replace("-", "", StringComparison.Ordinal);
        for (var one = 0; one < text.Length; one++)
        {
            for (var two = 0; two < one; two++)
            {
                var typed = text.ToCharArray();
                (typed[one], typed[two]) = (typed[two], typed[one]);
                Assert.True(text[one] == text[two] || RecoveryCode.Read(new string(typed)) is RecoveryCodeReading.Mistyped);
            }
        }
    }

    [Fact]
    public void Bits_that_no_code_has_are_a_slip_though_the_check_characters_fit()
    {
        // The word of zeros with the last data character 1, which is one of the unused bits.
        var word = new byte[28];
        word[25] = 1;
        RecoveryCodeCheck.Fill(word);

        Assert.True(RecoveryCodeCheck.Fits(word));
        Assert.IsType<RecoveryCodeReading.Mistyped>(RecoveryCode.Read(string.Concat(word.Select(symbol => Alphabet[symbol]))));
    }

    [Theory]
    [InlineData("", 28)]
    [InlineData(" - ", 28)]
    [InlineData("0000-0000-0000-0000-0000-0000-000", 1)]
    public void What_is_missing_is_counted(string typed, int missing) =>
        Assert.Equal(new RecoveryCodeReading.TooShort(missing), RecoveryCode.Read(typed));

    [Theory]
    [InlineData(29)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1_000_000)]
    public void More_than_a_code_has_is_too_long(int length) =>
        Assert.Equal(new RecoveryCodeReading.TooLong(), RecoveryCode.Read(new string('0', length)));

    [Theory]
    [InlineData("0000-000U", 8)]
    [InlineData("u", 0)]
    [InlineData("0!", 1)]
    [InlineData("00ß", 2)]
    [InlineData("0\u0131", 1)]
    [InlineData("\uFF10", 0)]
    [InlineData("\uD83D\uDE00", 0)]
    [InlineData("0\0", 1)]
    public void A_character_that_no_code_has_is_named_by_its_place(string typed, int position) =>
        Assert.Equal(new RecoveryCodeReading.StrangeCharacter(position), RecoveryCode.Read(typed));

    [Fact]
    public void Neither_the_code_nor_its_reading_shows_it_as_text()
    {
        using var code = RecoveryCode.Create();
        var reading = RecoveryCode.Read(code.ToText());

        Assert.IsType<RecoveryCodeReading.Read>(reading);
        Assert.Equal("RecoveryCode", code.ToString());
        Assert.Equal("Read { Code = RecoveryCode }", reading.ToString());
    }

    [Fact]
    public void A_disposed_code_is_gone()
    {
        var code = RecoveryCode.Create();
        var bytes = code.Bytes;

        code.Dispose();

        Assert.False(bytes.ContainsAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(code.ToText);
    }

    private static string Read(string typed)
    {
        using var code = Assert.IsType<RecoveryCodeReading.Read>(RecoveryCode.Read(typed)).Code;
        return Convert.ToHexStringLower(code.Bytes);
    }
}
