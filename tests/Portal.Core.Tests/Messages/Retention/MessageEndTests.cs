using Portal.Core.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Retention;

/// <summary>When a message goes: as the tenant says, or as its sender does within the tenant's bounds.</summary>
public sealed class MessageEndTests
{
    // The installation's clock begins at a whole second; ends are told in days after the arrival.
    [Theory]
    [InlineData("", 180)]
    [InlineData("X-Portal-Expires: 14d\r\n", 14)]
    [InlineData("x-portal-expires:  2W \r\n", 14)]
    [InlineData("X-Portal-Expires: 400d\r\n", 400)]
    [InlineData("X-Portal-Expires: 0d\r\n", 1)]
    [InlineData("X-Portal-Expires: 99999999999999d\r\n", 180)]
    [InlineData("X-Portal-Expires: 999999999d\r\n", 730)]
    [InlineData("X-Portal-Expires: Fri, 20 Nov 1998 14:05:00 +0000\r\n", 1)]
    [InlineData("X-Portal-Expires: 2999-01-01\r\n", 730)]
    [InlineData("X-Portal-Expires: soon\r\n", 180)]
    [InlineData("X-Portal-Expires: -3d\r\n", 180)]
    [InlineData("X-Portal-Expires: soon\r\nX-Portal-Expires: 9d\r\n", 9)]
    public async Task It_is_the_tenants_or_what_the_sender_wants_within_bounds(string field, int days)
    {
        await using var installation = await Installation.StartAsync();
        Assert.Equal(TimeSpan.FromDays(days), await LifetimeAsync(installation, field));
    }

    [Fact]
    public async Task A_date_counts_to_the_end_of_its_day()
    {
        await using var installation = await Installation.StartAsync();
        var day = installation.Clock.GetUtcNow().UtcDateTime.Date.AddDays(30);

        var lasts = await LifetimeAsync(installation, $"X-Portal-Expires: {day:yyyy-MM-dd}\r\n");

        Assert.Equal(day.AddDays(1), (installation.Clock.GetUtcNow() - TimeSpan.FromSeconds(1) + lasts!.Value).UtcDateTime);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("X-Portal-Expires: 5000d\r\n", 5000)]
    public async Task A_tenant_may_keep_messages_for_ever_and_set_no_bound(string field, int? days)
    {
        await using var installation = await Installation.StartAsync(
            settings: [("Tenants:default:Retention", "00:00:00"), ("Tenants:default:RetentionMax", "00:00:00")]);
        Assert.Equal(days is null ? null : TimeSpan.FromDays(days.Value), await LifetimeAsync(installation, field));
    }

    private static async Task<TimeSpan?> LifetimeAsync(Installation installation, string field)
    {
        var post = new Post(installation);
        var id = await post.DeliveryAsync(await post.DeliverAsync(field + Post.Mail("Contract"), Post.Anna));
        var anna = await post.UnlockAsync(Post.Anna);
        using var key = anna.Key;
        using var opened = await installation.Get<OpenMessage>().OpenAsync([anna], id, CancellationToken.None);
        Assert.DoesNotContain(opened!.Outline.Headers, header => header.Is("X-Portal-Expires"));
        return opened.ExpiresAt - opened.ReceivedAt;
    }
}
