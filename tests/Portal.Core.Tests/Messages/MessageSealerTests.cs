using System.Text;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class MessageSealerTests : IAsyncLifetime
{
    private const string Wrapper = "Content-Type: message/rfc822\r\n\r\n";
    private static readonly string Long = string.Concat(Enumerable.Repeat("A line of a long mail, nothing special in it.\r\n", 5000));

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("Subject: draft\r\n\r\nshort")]
    [InlineData(null)]
    public async Task Thrown_away_it_leaves_no_file(string? mail)
    {
        await using (var sealer = Begin())
        {
            await sealer.Destination.WriteAsync(Encoding.UTF8.GetBytes(mail ?? Post.Mail("draft", Long)));
            Assert.Single(_installation.Blobs());
        }

        Assert.Empty(_installation.Blobs());
    }

    [Fact]
    public async Task Finished_it_is_one_blob_that_opens_to_what_was_written()
    {
        var mail = Post.Mail("The canary-subject", Long + "canary-body");

        using var message = await _post.SealAsync(mail);

        Assert.Equal([message.Id.ToString("N")], _installation.Blobs());
        Assert.Equal(mail, await StoredAsync(message));
        Assert.Equal(mail.Length, message.Size);
        Assert.Equal("The canary-subject", message.Outline.Header("Subject"));
        Assert.Empty(_installation.FilesWith("canary"));
    }

    [Fact]
    public async Task Its_summary_and_outline_open_with_its_key_alone()
    {
        using var message = await _post.SealAsync(Post.Mail("The subject"));
        using var other = await _post.SealAsync(Post.Mail("The subject"));

        var summary = SealedBytes.Open(message.Summary, message.Key, new SealingContext(SealedKind.Summary, message.Id));
        var outline = SealedBytes.Open(message.SealedOutline, message.Key, new SealingContext(SealedKind.Outline, message.Id));
        Assert.Equal("The subject", MessageSummary.FromBytes(summary).Subject);
        Assert.Equal("The subject", OutlineJson.FromBytes(outline).Header("Subject"));
        Assert.Throws<SealingException>(
            () => SealedBytes.Open(message.Summary, other.Key, new SealingContext(SealedKind.Summary, message.Id)));
        Assert.Throws<SealingException>(
            () => SealedBytes.Open(message.Summary, message.Key, new SealingContext(SealedKind.Outline, message.Id)));
    }

    [Fact]
    public async Task No_two_share_a_key()
    {
        var mail = Post.Mail("The same");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var count = 0; count < 20; count++)
        {
            using var message = await _post.SealAsync(mail);
            Assert.True(keys.Add(Convert.ToHexString(message.Key.Bytes)));
        }

        Assert.Equal(20, _installation.Blobs().Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("X-Portal-Mobile: +41791234567\r\n")]
    [InlineData("x-portal-mobile: +41791234567\r\n")]
    [InlineData("X-Portal-Mobile:\r\n +41791\r\n\t234567\r\n")]
    [InlineData("X-Portal-Mobile: +41791234567\r\nX-ESWmail-Noreply: yes\r\n")]
    public async Task Fields_that_steer_the_portal_are_told_and_not_stored(string steering)
    {
        var mail = Post.Mail("Steered", Long);

        using var message = await _post.SealAsync(steering + mail);

        Assert.Equal(mail, await StoredAsync(message));
        Assert.Equal(mail.Length, message.Size);
        Assert.Contains(message.Outline.Steering, f => f.Is("X-Portal-Mobile"));
        Assert.DoesNotContain(message.Outline.Headers, f => f.Is("X-Portal-Mobile"));
        Assert.Equal([message.Id.ToString("N")], _installation.Blobs());
    }

    [Fact]
    public async Task Steering_fields_of_wrapper_and_message_in_many_places_are_left_out()
    {
        var mail = Post.Mail("Steered");
        var subject = mail.IndexOf("Subject", StringComparison.Ordinal);
        var end = mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2;

        using var message = await _post.SealAsync(
            "X-Portal-A: 1\r\n" + Wrapper[..^2] + "X-Portal-B: 2\r\n\r\n"
            + mail[..subject] + "X-Portal-C: 3\r\n" + mail[subject..end] + "X-Portal-D: 4\r\n" + mail[end..]);

        Assert.Equal(Wrapper + mail, await StoredAsync(message));
        Assert.Equal(["X-Portal-A", "X-Portal-B", "X-Portal-C", "X-Portal-D"], message.Outline.Steering.Select(f => f.Name));
        Assert.Equal(Wrapper.Length, message.Outline.MessageStart);
    }

    [Fact]
    public async Task Trusted_outer_fields_are_put_in_where_the_message_lacks_them()
    {
        const string Inner = "Subject: inside\r\n\r\nHello\r\n";

        using var message = await _post.SealAsync(
            Wrapper + Inner, new HeaderField("From", "sam@sender.example"), new HeaderField("subject", "outside"), new HeaderField("Date", "today"));

        Assert.Equal(Wrapper + "From: sam@sender.example\r\nDate: today\r\n" + Inner, await StoredAsync(message));
        Assert.Equal("inside", message.Outline.Header("Subject"));
        Assert.Equal("sam@sender.example", message.Outline.Header("From"));
    }

    [Fact]
    public async Task Steering_and_outer_fields_go_together()
    {
        using var message = await _post.SealAsync(
            "X-Portal-A: 1\r\n" + Wrapper + "X-Portal-B: 2\r\nSubject: inside\r\nX-Portal-C: 3\r\n\r\nHello\r\n",
            new HeaderField("From", "sam@sender.example"));

        Assert.Equal(Wrapper + "From: sam@sender.example\r\nSubject: inside\r\n\r\nHello\r\n", await StoredAsync(message));
    }

    [Fact]
    public async Task What_is_rewritten_is_sealed_under_another_key_than_the_draft()
    {
        await using var sealer = Begin();
        await sealer.Destination.WriteAsync(Encoding.UTF8.GetBytes("X-Portal-A: 1\r\n" + Post.Mail("Steered", Long)));
        var draft = await File.ReadAllBytesAsync(Path.Combine(_installation.Folder, "blobs", "incoming", _installation.Blobs().Single()));
        Assert.True(draft.Length > SealedLayout.SegmentSize);

        using var message = await sealer.FinishAsync([], CancellationToken.None);

        var opening = new OpeningStream(new MemoryStream(draft), message.Key, new SealingContext(SealedKind.Message, message.Id));
        await Assert.ThrowsAsync<SealingException>(async () => await opening.ReadExactlyAsync(new byte[1]));
        var stored = await File.ReadAllBytesAsync(_post.BlobPath(message.Id));
        Assert.NotEqual(draft[..SealedLayout.HeaderSize], stored[..SealedLayout.HeaderSize]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Portal-A: 1\r\n")]
    public async Task A_finish_that_is_cancelled_leaves_no_file(string steering)
    {
        await using (var sealer = Begin())
        {
            await sealer.Destination.WriteAsync(Encoding.UTF8.GetBytes(steering + Post.Mail("draft", Long)));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sealer.FinishAsync([], new CancellationToken(canceled: true)));
        }

        Assert.Empty(_installation.Blobs());
    }

    [Fact]
    public async Task An_empty_message_is_a_message()
    {
        using var message = await _post.SealAsync("");

        Assert.Equal("", await StoredAsync(message));
        Assert.Equal(0, message.Size);
    }

    private MessageSealer Begin() => _installation.Get<SealMessage>().Begin();

    private async Task<string> StoredAsync(SealedMessage message)
    {
        await using var opening = new OpeningStream(
            File.OpenRead(_post.BlobPath(message.Id)), message.Key, new SealingContext(SealedKind.Message, message.Id));
        return await new StreamReader(opening, Encoding.UTF8).ReadToEndAsync();
    }
}
