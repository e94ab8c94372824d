using Microsoft.Extensions.Options;
using Portal.Core.Tunnel;
using Portal.Ingest.Tunnel;
using Xunit;

namespace Portal.Ingest.Tests.Tunnel;

public sealed class SigningWindowTests
{
    private readonly Intake.SteppedTime _clock = new();

    [Theory]
    [InlineData(-2, false)]
    [InlineData(0, false)]
    [InlineData(6.9, false)]
    [InlineData(7.1, true)]
    [InlineData(10_000, true)]
    public void It_is_over_seven_days_after_the_signature(double days, bool over) =>
        Assert.Equal(over, Window(new TunnelOptions()).IsOver(_clock.GetUtcNow() - TimeSpan.FromDays(days)));

    [Fact]
    public void A_signature_without_a_time_counts_as_made_now() => Assert.False(Window(new TunnelOptions()).IsOver(null));

    [Fact]
    public void It_is_as_long_as_it_was_set()
    {
        var signedAt = _clock.GetUtcNow() - TimeSpan.FromDays(8);
        Assert.False(Window(new TunnelOptions { MaxSignatureAge = TimeSpan.FromDays(9) }).IsOver(signedAt));
        Assert.True(Window(new TunnelOptions { MaxSignatureAge = TimeSpan.FromDays(2) }).IsOver(signedAt));
    }

    private SigningWindow Window(TunnelOptions options) => new(Options.Create(options), _clock);
}
