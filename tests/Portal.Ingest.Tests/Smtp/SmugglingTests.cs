using System.Text.Json;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>Look-alikes of the end of data (SEC Consult, 2023): never may what stands behind one become a mail of its own.</summary>
public sealed class SmugglingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    [CorpusTheory("smtp-smuggling")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task No_look_alike_ends_a_mail(bool tls, bool byteByByte)
    {
        var text = await File.ReadAllTextAsync(Corpora.PathOf("smtp-smuggling", "eod-sequences.json"));
        using var json = JsonDocument.Parse(text);
        var sequences = json.RootElement.GetProperty("sequences").EnumerateArray().Select(e => e.GetString()!).ToList();
        Assert.Equal(11, sequences.Count);
        foreach (var sequence in sequences)
        {
            var (mails, reply) = await DeliverAsync(sequence, tls, byteByByte);
            var named = $"{JsonSerializer.Serialize(sequence)} gave {mails} mails and {reply}";
            Assert.True(sequence.Contains('\0', StringComparison.Ordinal) ? mails == 1 : mails == 0 && reply.StartsWith("550 5.5.2", StringComparison.Ordinal), named);
        }
    }

    [Fact]
    public async Task The_true_end_followed_by_another_mail_makes_two()
    {
        var (mails, reply) = await DeliverAsync("\r\n.\r\n", tls: false, byteByByte: false);
        Assert.Equal(2, mails);
        Assert.StartsWith("250 2.0.0", reply, StringComparison.Ordinal);
    }

    private static async Task<(int Mails, string Reply)> DeliverAsync(string sequence, bool tls, bool byteByByte)
    {
        using var certificate = Certificates.SelfSigned();
        await using var host = await DoorHost.StartAsync(o => o.Certificate = certificate);
        using var stream = new System.Net.Sockets.NetworkStream(await host.ConnectAsync(Portal.Ingest.Smtp.Door.Smtp), ownsSocket: true);
        using var transcript = new Transcript(stream, byteByByte);
        await transcript.PlayAsync(tls
            ? Scripts.Greeted + "C: STARTTLS\nS: 220 *\nTLS\n" + Scripts.InData.Replace("S: 220 *\n", "", StringComparison.Ordinal)
            : Scripts.InData);
        await transcript.SendAsync($"Subject: outer\r\n\r\ntext{sequence}MAIL FROM:<evil@b.example>\r\nRCPT TO:<victim@d.example>\r\nDATA\r\n");

        // Whom the look-alike deceives answers now; a second mail that does not wait for that would be refused for its haste alone.
        var first = transcript.ReadLineAsync();
        await Task.WhenAny(first, Task.Delay(Patience));
        await transcript.SendAsync("Subject: smuggled\r\n\r\ntext\r\n.\r\n");
        var reply = await first;
        await transcript.SendAsync("QUIT\r\n");
        while (await transcript.ReadLineAsync() is not null)
        {
        }

        return (host.Intake.Mails.Count, reply ?? "(closed)");
    }
}
