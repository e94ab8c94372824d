using System.Globalization;
using Portal.Pages;
using Xunit;

namespace Portal.Tests.Pages;

public sealed class BytesTests
{
    [Theory]
    [InlineData(0, "en", "0 B")]
    [InlineData(999, "en", "999 B")]
    [InlineData(1_000, "en", "1 KB")]
    [InlineData(1_234, "en", "1.2 KB")]
    [InlineData(9_960, "en", "10 KB")]
    [InlineData(999_600, "en", "1 MB")]
    [InlineData(1_234_567, "de", "1,2 MB")]
    [InlineData(2_147_483_648, "en", "2.1 GB")]
    public void Sizes_are_said_with_two_digits(long bytes, string language, string text)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
        Assert.Equal(text, Bytes.Text(bytes));
    }
}
