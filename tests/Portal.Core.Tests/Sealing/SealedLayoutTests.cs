using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Sealing;

public sealed class SealedLayoutTests
{
    [Theory]
    [InlineData(0, 56)]
    [InlineData(1, 57)]
    [InlineData(65_480, 65_536)]
    [InlineData(65_481, 65_553)]
    [InlineData(131_000, 131_072)]
    [InlineData(131_001, 131_089)]
    [InlineData(2_147_483_648, 2_148_008_120)]
    public void Lengths_follow_by_arithmetic_in_both_directions(long plaintext, long sealedLength)
    {
        Assert.Equal(sealedLength, SealedLayout.SealedLength(plaintext));
        Assert.Equal(plaintext, SealedLayout.PlaintextLength(sealedLength));
    }

    [Fact]
    public void The_longest_stream_has_two_to_the_31_full_segments()
    {
        var longest = SealedLayout.SealedLength(SealedLayout.MaxPlaintextLength);

        Assert.Equal(SealedLayout.MaxSegments * SealedLayout.SegmentSize, longest);
        Assert.Equal(SealedLayout.MaxPlaintextLength, SealedLayout.PlaintextLength(longest));
        Assert.Throws<ArgumentOutOfRangeException>(() => SealedLayout.SealedLength(SealedLayout.MaxPlaintextLength + 1));
        Assert.Equal(
            SealingFailure.Malformed, Assert.Throws<SealingException>(() => SealedLayout.PlaintextLength(longest + 17)).Failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(55)]
    [InlineData(65_537)]
    [InlineData(65_552)]
    [InlineData(131_073)]
    public void A_length_that_no_stream_has_is_refused(long sealedLength) =>
        Assert.Equal(
            SealingFailure.Truncated, Assert.Throws<SealingException>(() => SealedLayout.PlaintextLength(sealedLength)).Failure);

    [Fact]
    public void A_negative_length_is_no_length() => Assert.Throws<ArgumentOutOfRangeException>(() => SealedLayout.SealedLength(-1));
}
