using System.Text;
using Portal.Core.Mime;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class OutlineCorpusTests
{
    // The same bytes twice, expected as mime4j reads them by two settings: ours is the other one, a line that is no field is dropped.
    private const string OtherSetting = "malformedHeaderStartsBody-nocrlfcrlf.msg";

    public static TheoryData<string> Mime4j { get; } = Files("mime-james-mime4j", "*.msg");

    public static TheoryData<string> All { get; } = Files("", "*.msg", "*.eml");

    [CorpusTheory("mime-james-mime4j")]
    [MemberData(nameof(Mime4j))]
    public async Task The_structure_is_the_expected_one(string file)
    {
        var path = Corpora.PathOf(file);
        var expected = Expected.Shape(path);
        byte[] mail = [.. Mails.Bytes("Content-Type: message/rfc822", "", ""), .. await File.ReadAllBytesAsync(path)];
        var outline = await Mails.OutlineOf(mail);
        Assert.Equal(expected, Expected.Shape(outline));
    }

    [CorpusTheory("mime-james-mime4j")]
    [MemberData(nameof(Mime4j))]
    public async Task The_header_fields_of_each_part_are_the_expected_ones(string file)
    {
        var path = Corpora.PathOf(file);
        byte[] mail = [.. Mails.Bytes("Content-Type: message/rfc822", "", ""), .. await File.ReadAllBytesAsync(path)];
        var outline = await Mails.OutlineOf(mail);
        var fields = new List<string>();
        foreach (var part in Mails.Parts(outline.Root).Where(part => part.Is("multipart/")).SelectMany(part => part.Children).OrderBy(part => part.Number))
        {
            var header = await PartHeader.ReadAsync(new MemoryStream(mail), part, CancellationToken.None);
            fields.Add(string.Join(',', header.Fields.Select(field => field.Name)));
        }

        Assert.Equal(Expected.PartFields(path), fields);
    }

    [CorpusTheory("mime-rubymail")]
    [MemberData(nameof(All))]
    public async Task Parts_lie_inside_their_parents_and_can_be_read(string file)
    {
        var mail = await File.ReadAllBytesAsync(Corpora.PathOf(file));
        var outline = await Mails.OutlineOf(mail);
        await Invariants.Hold(mail, outline);
    }

    [CorpusTheory("mime-rubymail")]
    [MemberData(nameof(All))]
    public async Task How_the_bytes_come_in_changes_nothing(string file)
    {
        var mail = await File.ReadAllBytesAsync(Corpora.PathOf(file));
        var whole = OutlineJson.ToBytes(await Mails.OutlineOf(mail));
        foreach (var sizes in new int[][] { [1], [2, 3, 1], [7], [64, 1, 500] })
        {
            var outline = await OutlineReader.ReadAsync(new DrippingStream(mail, sizes), OutlineOptions.Default, CancellationToken.None);
            Assert.Equal(Encoding.UTF8.GetString(whole), Encoding.UTF8.GetString(OutlineJson.ToBytes(outline)));
        }
    }

    private static TheoryData<string> Files(string folder, params string[] patterns)
    {
        var root = Corpora.PathOf(folder);
        var data = new TheoryData<string>();
        var files = Directory.Exists(root) ? patterns.SelectMany(pattern => Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)) : [];
        foreach (var file in files.Where(file => !file.EndsWith(OtherSetting, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetRelativePath(Corpora.PathOf(), file));
        }

        return data;
    }
}
