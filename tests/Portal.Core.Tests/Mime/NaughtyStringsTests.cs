using System.Text;
using System.Text.Json;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class NaughtyStringsTests
{
    [CorpusFact("text-naughty-strings")]
    public async Task Texts_come_back_as_they_were_written()
    {
        foreach (var text in Strings())
        {
            var bytes = MailComposerTests.Compose(Draft(text)).Bytes.ToArray();
            var outline = await Mails.OutlineOf(bytes);
            var name = AddressList.Parse(outline.Header("From"))[0].Name;

            Assert.Equal(Clean(text), Clean(HeaderText.Decode(outline.Header("Subject")!)));
            Assert.Equal(Clean(text), Clean(name));
            Assert.Equal(Lines(text), await Body(bytes, outline.Part(1)!));
            Assert.Equal(Lines(text), await Body(bytes, outline.Part(2)!));
            Assert.True(Ascii.IsValid(bytes));
        }
    }

    [CorpusFact("text-naughty-strings")]
    public async Task Another_parser_finds_them_as_they_were_written()
    {
        var strings = Strings();
        var read = await PythonMail.ReadManyAsync(strings.Select(text => MailComposerTests.Compose(
            Draft(text) with { Html = null, Attachments = [new(text, "application/octet-stream", new byte[3])] }).Bytes.ToArray()));
        for (var i = 0; i < strings.Count; i++)
        {
            Assert.Equal(Clean(strings[i]), Clean(read[i].Text("subject")));
            Assert.Equal(Clean(strings[i]), Clean(read[i].Text("name")));
            Assert.Equal(strings[i] + "\n" + strings[i], read[i].Text("plain").Replace("\r\n", "\n", StringComparison.Ordinal));
            Assert.Equal("000000", read[i].Table("files")[0][2]);
        }
    }

    [CorpusFact("text-naughty-strings")]
    public async Task File_names_come_back_without_what_is_dangerous()
    {
        foreach (var text in Strings())
        {
            var draft = Draft("x") with { Attachments = [new(text, "application/octet-stream", new byte[3])] };
            var bytes = MailComposerTests.Compose(draft).Bytes.ToArray();
            var part = (await Mails.OutlineOf(bytes)).Root.Children[1];
            Assert.Equal(3, part.DecodedLength);
            Assert.True(part.FileName is null || Clean(text).Contains(part.FileName.TrimStart('_'), StringComparison.Ordinal) || text.Length > 200
                || text.AsSpan().ContainsAny("\u200B\u200E\u200F\u2060\u061C"), part.FileName);
        }
    }

    internal static List<string> Strings() =>
        [.. JsonSerializer.Deserialize<List<string>>(File.ReadAllBytes(Corpora.PathOf("text-naughty-strings", "blns.json")))!
            .Select(text => text.Replace("\n", " ", StringComparison.Ordinal).Replace("\r", " ", StringComparison.Ordinal).Replace("\0", " ", StringComparison.Ordinal))];

    private static MailDraft Draft(string text) =>
        new() { From = new(text, "a@b.example"), To = [], Subject = text, Text = text + "\r\n" + text, Html = text + "\r\n" + text };

    private static async Task<string> Body(byte[] mail, OutlinePart part) => await PartContent.ReadTextAsync(new MemoryStream(mail), part, 100_000, default);

    private static string Lines(string text) => text + "\r\n" + text is ['\uFEFF', .. var rest] ? rest : text + "\r\n" + text;

    // What a header shows: no controls, no overrides, nothing before and after.
    private static string Clean(string text) => HeaderText.Decode(text.Replace("=?", "= ?", StringComparison.Ordinal)).Trim();
}
