using Portal.Core.Accounts.States;
using Xunit;

namespace Portal.Core.Tests.Accounts.States;

public sealed class SignInLadderTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(4, null)]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(7, 120)]
    [InlineData(8, 240)]
    [InlineData(9, 480)]
    [InlineData(10, 900)]
    [InlineData(11, 900)]
    [InlineData(99, 900)]
    [InlineData(int.MaxValue, 900)]
    public void Five_are_free_then_waits_double_from_thirty_seconds_to_fifteen_minutes(int failures, int? seconds) =>
        Assert.Equal(seconds, (int?)SignInLadder.After(failures)?.TotalSeconds);
}
