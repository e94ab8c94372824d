using System.Globalization;
using Portal.Core.Tunnel;
using Xunit;

namespace Portal.Core.Tests.Tunnel;

public sealed class TunnelOptionsCheckTests
{
    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("00:00:01")]
    [InlineData("00:59:59")]
    [InlineData("365.00:00:01")]
    public void An_age_that_would_refuse_or_let_in_everything_is_named_with_its_key_and_the_remedy(string value)
    {
        var failure = Assert.Single(Validate(value).Failures!);
        Assert.StartsWith($"Tunnel:MaxSignatureAge is '{value}': set a time from 01:00:00 to 365.00:00:00", failure, StringComparison.Ordinal);
        Assert.Contains("00:00:00 for no limit", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("01:00:00")]
    [InlineData("7.00:00:00")]
    [InlineData("365.00:00:00")]
    public void Others_are_good(string value) => Assert.True(Validate(value).Succeeded);

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string value) =>
        new TunnelOptionsCheck().Validate(null, new TunnelOptions { MaxSignatureAge = TimeSpan.Parse(value, CultureInfo.InvariantCulture) });
}
