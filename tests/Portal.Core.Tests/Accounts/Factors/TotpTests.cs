using System.Text;
using Portal.Core.Accounts.Factors;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    // RFC 4226 appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Codes_are_those_of_RFC_4226(long step, string code) => Assert.Equal(code, Totp.Code(Secret, step));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void One_step_to_each_side_is_taken(int seconds, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepOf(now.AddSeconds(seconds));
        Assert.Equal(taken ? step : null, Totp.Find(Secret, Totp.Code(Secret, step), now));
    }

    [Theory]
    [InlineData("005 924")]
    [InlineData(" 005-924 ")]
    public void Spaces_and_hyphens_do_not_matter(string typed) =>
        Assert.NotNull(Totp.Find(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(1234567890)));

    [Theory]
    [InlineData("")]
    [InlineData("5924")]
    [InlineData("0059241")]
    [InlineData("89005924")]
    [InlineData("٠٠٥٩٢٤")]
    [InlineData("005924x")]
    public void What_is_no_code_is_refused(string typed) =>
        Assert.Null(Totp.Find(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(1234567890)));

    // RFC 4648 §10.
    [Fact]
    public void Base_32_is_that_of_RFC_4648()
    {
        Assert.Equal("MZXW6YTB", Base32.Write("fooba"u8));
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Base32.Write(Secret));
    }
}
