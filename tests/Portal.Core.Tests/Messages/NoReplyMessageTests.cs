using Portal.Core.Messages;
using Portal.Core.Messages.Replies;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

/// <summary>A sender may want no answers.</summary>
public sealed class NoReplyMessageTests
{
    [Theory]
    [InlineData("X-Portal-No-Reply: yes\r\n", true)]
    [InlineData("x-portal-no-reply:  YES \r\n", true)]
    [InlineData("X-ESWmail-Noreply: yes\r\n", true)]
    [InlineData("X-Portal-No-Reply: no\r\nX-ESWmail-Noreply: 1\r\n", true)]
    [InlineData("X-Portal-No-Reply: no\r\n", false)]
    [InlineData("X-Portal-No-Replies: yes\r\n", false)]
    [InlineData("", false)]
    public async Task Such_a_message_is_known_for_it_and_the_field_is_gone(string field, bool wanted)
    {
        await using var installation = await Installation.StartAsync();
        var post = new Post(installation);
        var id = await post.DeliveryAsync(await post.DeliverAsync(field + Post.Mail("Final"), Post.Anna));
        var anna = await post.UnlockAsync(Post.Anna);
        using var key = anna.Key;

        using var opened = await installation.Get<OpenMessage>().OpenAsync([anna], id, CancellationToken.None);
        Assert.Equal(wanted, opened!.NoReply);
        Assert.DoesNotContain(opened.Outline.Headers, header => header.Is("X-Portal-No-Reply") || header.Is("X-ESWmail-Noreply"));
        Assert.Equal(!wanted, installation.Get<ReplyPolicy>().Allows("default", ReplyKind.Reply, opened, [Post.Anna]));
        Assert.Equal(!wanted, installation.Get<ReplyPolicy>().Allows("default", ReplyKind.ReplyAll, opened, [Post.Anna]));
    }
}
