using Portal.Core.Outbox;
using Xunit;

namespace Portal.Core.Tests.Outbox;

public sealed class RetryScheduleTests
{
    [Fact]
    public void The_waits_grow_to_an_hour()
    {
        var minutes = Enumerable.Range(1, 7).Select(attempt => RetrySchedule.After(attempt)?.TotalMinutes);
        Assert.Equal([1, 2, 5, 15, 30, 60, 60], minutes);
    }

    [Fact]
    public void All_waits_together_are_five_days()
    {
        var waits = Enumerable.Range(1, 1000).Select(RetrySchedule.After).TakeWhile(wait => wait is not null).ToList();
        Assert.InRange(waits.Sum(wait => wait!.Value.TotalHours), 119, 121);
    }
}
