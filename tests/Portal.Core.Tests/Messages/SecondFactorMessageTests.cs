using Portal.Core.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

/// <summary>A sender may want a message read with a second factor only.</summary>
public sealed class SecondFactorMessageTests
{
    [Theory]
    [InlineData("X-Portal-Second-Factor: yes\r\n", true)]
    [InlineData("x-portal-second-factor:  YES \r\n", true)]
    [InlineData("X-Portal-Second-Factor: required\r\n", true)]
    [InlineData("X-Portal-Second-Factor: no\r\nX-Portal-Second-Factor: yes\r\n", true)]
    [InlineData("X-Portal-Second-Factor: no\r\n", false)]
    [InlineData("X-Portal-Second-Factors: yes\r\n", false)]
    [InlineData("", false)]
    public async Task Such_a_message_opens_with_one_alone(string field, bool needed)
    {
        await using var installation = await Installation.StartAsync();
        var post = new Post(installation);
        var id = await post.DeliveryAsync(await post.DeliverAsync(field + Post.Mail("Guarded"), Post.Anna));
        var open = installation.Get<OpenMessage>();
        using var key = (await post.UnlockAsync(Post.Anna)).Key;
        var anna = await post.UnlockAsync(Post.Anna);

        using (var without = await open.OpenAsync([anna], id, CancellationToken.None))
        {
            Assert.Equal(needed, without is null);
            Assert.DoesNotContain(without?.Outline.Headers ?? [], header => header.Is("X-Portal-Second-Factor"));
        }

        Assert.Equal(needed, await open.NeedsSecondFactorAsync([anna], id, CancellationToken.None));
        using var with = await open.OpenAsync([anna with { SecondFactor = true }], id, CancellationToken.None);
        Assert.NotNull(with);
        Assert.False(await open.NeedsSecondFactorAsync([anna with { SecondFactor = true }], id, CancellationToken.None));
        Assert.False(await open.NeedsSecondFactorAsync([await post.UnlockAsync((await BertAsync(post)))], id, CancellationToken.None));
    }

    private static async Task<string> BertAsync(Post post)
    {
        await post.DeliverAsync(Post.Mail("Hello"), Post.Bert);
        return Post.Bert;
    }
}
