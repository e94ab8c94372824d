using System.Text.Json;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

/// <summary>Texts that break software, on their whole way out: what OpenSSL decrypts and Python reads at the gateway is what was written.</summary>
public sealed class NaughtyReplyTests : ReplyBench
{
    [CorpusFact("text-naughty-strings")]
    public async Task They_leave_through_the_tunnel_as_they_were_written()
    {
        var strings = JsonSerializer.Deserialize<List<string>>(await File.ReadAllBytesAsync(Corpora.PathOf("text-naughty-strings", "blns.json")))!
            .Select(text => text.Replace("\0", "", StringComparison.Ordinal)).ToList();
        var lines = strings.Where(text => LineText.IsPlain(text) && text.Trim().Length > 0 && text == text.Trim()).ToList();
        Assert.True(lines.Count > 300);
        foreach (var some in lines.Chunk(40))
        {
            // All of them as names of files and in the text; one in forty as subject and sender's name, too.
            var reply = Reply(some[0], string.Join('\n', some)) with
            {
                From = new MailAddress(some[0], Post.Anna),
                Files = [.. some.Select(name => FileOf(name, [1, 2, 3]))],
            };
            Assert.NotNull(await SendAsync(reply));
            await DeliverAsync();
            var path = Assert.Single(Outgoing());
            var read = Assert.Single(await PythonMail.ReadManyAsync([await OpenAsync(await File.ReadAllBytesAsync(path))]));
            File.Delete(path);

            Assert.Equal(some[0], read.Text("subject"));
            Assert.Equal(some[0], read.Text("name"));
            Assert.Equal(string.Join('\n', some), read.Text("plain").Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n'));
            Assert.Equal(some, read.Table("files").Select(file => file[0]));
            Assert.All(read.Table("files"), file => Assert.Equal(("application/octet-stream", "010203"), (file[1], file[2])));
        }
    }
}
