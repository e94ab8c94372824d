using System.Text;
using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>The padding oracle's question (EFAIL, threats C3), asked over the SMTP door: a valid AES-CBC mail with one bit flipped at 64
/// places of IV and ciphertext, in both halves of the byte. Every answer is the same, and nothing is kept.</summary>
public sealed class TamperedMailTests : IAsyncLifetime
{
    private const int Positions = 64;
    private const string Refusal = "550 5.7.1 Not a message from a trusted tunnel";
    private readonly Office _office = new() { Listening = true, Settings = [("Ingest:SmtpListen", "127.0.0.1:0")] };

    public Task InitializeAsync() => _office.InitializeAsync();

    public Task DisposeAsync() => _office.DisposeAsync();

    [Theory]
    [InlineData("opaque")]
    [InlineData("detached")]
    public async Task A_bit_flipped_anywhere_in_IV_or_ciphertext_hears_one_answer(string form)
    {
        var (header, cms) = Split(await _office.WrapAsync(
            Originals.Fresh(), sign: form == "opaque" ? ["-nodetach"] : [], encrypt: ["-aes-256-cbc", "-noindef"]));
        var content = Content(cms);
        await using var client = await MailClient.ConnectAsync(_office.Portal.Door.Port);
        Assert.StartsWith("250 2.0.0 ", await SendAsync(client, header, cms), StringComparison.Ordinal);
        var before = await Kept.ByAsync(_office.Portal);
        var answers = new HashSet<string>();
        foreach (var position in Places(content - 4 - 16, 16).Concat(Places(content, cms.Length - content)))
        {
            foreach (var mask in new byte[] { 0x01, 0x80 })
            {
                var bad = cms.ToArray();
                bad[position] ^= mask;
                answers.Add(await SendAsync(client, header, bad));
            }
        }

        Assert.Equal([Refusal], answers);
        Assert.Equal(before, await Kept.ByAsync(_office.Portal));
    }

    private static IEnumerable<int> Places(int start, int count) =>
        Enumerable.Range(0, Positions).Select(i => start + (int)((long)i * count / Positions)).Distinct();

    private static async Task<string> SendAsync(MailClient client, string header, byte[] cms) => Assert.Single(await client.SendAsync(
        Encoding.ASCII.GetBytes(header + Convert.ToBase64String(cms, Base64FormattingOptions.InsertLineBreaks) + "\r\n"), "bob@example.org"));

    private static (string Header, byte[] Cms) Split(byte[] mail)
    {
        var parts = Encoding.ASCII.GetString(mail).ReplaceLineEndings("\r\n").Split("\r\n\r\n", 2);
        return (parts[0] + "\r\n\r\n", Convert.FromBase64String(parts[1]));
    }

    // The content is the [0] primitive with two length bytes that reaches to the end; the IV stands right before it.
    private static int Content(byte[] cms)
    {
        for (var at = 0; ; at++)
        {
            if (cms[at] == 0x80 && cms[at + 1] == 0x82 && at + 4 + (cms[at + 2] << 8 | cms[at + 3]) == cms.Length)
            {
                return at + 4;
            }
        }
    }
}
