using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Core.Pdf;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Pdf;

public sealed partial class PdfDocumentTests
{
    [Fact]
    public void What_it_shows_can_be_read_out_of_it_again()
    {
        string[] texts = ["Grüße, Žluťoučký kůň", "Ελληνικά и кириллица", "“quotes” – €, →", "(brackets) \\ <angle>"];
        var pdf = new PdfDocument("Title (with) brackets", "en");
        Array.ForEach(texts, text => pdf.Add(text));

        Assert.Equal(texts, Read(pdf.ToBytes()));
    }

    [PopplerFact]
    public async Task A_reader_that_we_did_not_write_finds_the_same_text()
    {
        string[] texts = ["Grüße, Žluťoučký kůň", "Ελληνικά и кириллица", "“quotes” – €"];
        var pdf = new PdfDocument("Title", "en");
        Array.ForEach(texts, text => pdf.Add(text));
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.pdf"), pdf.ToBytes());

        var (status, read, complaints) = await Tool.TryRunAsync("pdftotext", ["-enc", "UTF-8", folder.File("a.pdf"), "-"]);

        Assert.Equal((0, ""), (status, complaints));
        Assert.Equal(texts, Encoding.UTF8.GetString(read).Split('\n', '\f').Where(line => line.Trim().Length > 0));
    }

    [Fact]
    public void Every_object_lies_where_the_table_says()
    {
        var pdf = new PdfDocument("t", "en");
        Enumerable.Range(0, 200).ToList().ForEach(n => pdf.Add($"Line {n}"));
        var file = pdf.ToBytes();
        var text = Encoding.Latin1.GetString(file);

        var start = int.Parse(Regex.Match(text, @"startxref\n(\d+)").Groups[1].Value, null);
        Assert.StartsWith("xref\n", text[start..], StringComparison.Ordinal);
        var places = Regex.Matches(text[start..], @"(\d{10}) 00000 n ").Select(match => int.Parse(match.Groups[1].Value, null)).ToList();
        Assert.All(places, (place, index) => Assert.StartsWith($"{index + 1} 0 obj\n", text[place..], StringComparison.Ordinal));
        Assert.Equal(4, Regex.Count(text, "/Type /Page /"));
        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"Line {n}"), Read(file));
    }

    [Fact]
    public void Long_lines_are_broken_between_words_and_long_words_within()
    {
        var (words, word) = (string.Join(' ', Enumerable.Repeat("heron", 60)), new string('x', 300));
        var pdf = new PdfDocument("t", "en");
        pdf.Add(words);
        pdf.Add(word);

        var lines = Read(pdf.ToBytes());
        Assert.True(lines.Count > 5);
        Assert.Equal(words, string.Join(' ', lines.Where(line => line.Contains("heron", StringComparison.Ordinal))));
        Assert.Equal(word, string.Concat(lines.Where(line => line.Contains('x', StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("Grüße\r\n\tŽ", true)]
    [InlineData("שלום", false)]
    [InlineData("مرحبا", false)]
    [InlineData("日本", false)]
    [InlineData("😀", false)]
    [InlineData("a\u202Eb", false)]
    [InlineData("a\u0000b", true)] // left out: it means nothing on paper
    public void It_says_what_it_cannot_show(string text, bool shows) => Assert.Equal(shows, PdfDocument.Shows(text));

    [Fact]
    public void What_it_cannot_show_is_an_empty_box_and_nothing_turns_the_line()
    {
        var pdf = new PdfDocument("t", "en");
        pdf.Add("a\u202Eb日\u0000c");

        Assert.Equal(["a▯b▯c"], Read(pdf.ToBytes()));
    }

    [Fact]
    public void A_document_without_text_has_a_page() =>
        Assert.Contains("/Count 1", Encoding.Latin1.GetString(new PdfDocument("", "").ToBytes()), StringComparison.Ordinal);

    [Fact]
    public void The_font_inside_has_only_what_is_used()
    {
        var pdf = new PdfDocument("t", "en");
        pdf.Add("Grüße");

        Assert.InRange(pdf.ToBytes().Length, 1_000, 60_000);
    }

    // The shown lines, through the table that a reader's search and copying use.
    private static List<string> Read(byte[] file)
    {
        var streams = Streams(file).ToList();
        var map = streams.Where(s => s.Contains("beginbfchar", StringComparison.Ordinal)).SelectMany(s => Characters().Matches(s))
            .ToDictionary(m => m.Groups[1].Value, m => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(m.Groups[2].Value)));
        return [.. streams.SelectMany(s => Shown().Matches(s)).Select(m => string.Concat(m.Groups[1].Value.Chunk(4).Select(c => map[new string(c)])))];
    }

    private static IEnumerable<string> Streams(byte[] file)
    {
        foreach (Match match in Regex.Matches(Encoding.Latin1.GetString(file), @"/Length (\d+) >>\nstream\n"))
        {
            using var zip = new ZLibStream(
                new MemoryStream(file, match.Index + match.Length, int.Parse(match.Groups[1].Value, null)), CompressionMode.Decompress);
            using var text = new StreamReader(zip, Encoding.Latin1);
            yield return text.ReadToEnd();
        }
    }

    [GeneratedRegex("<([0-9A-F]{4})> <([0-9A-F]+)>\n")]
    private static partial Regex Characters();

    [GeneratedRegex("Td <([0-9A-F]*)> Tj")]
    private static partial Regex Shown();
}

/// <summary>A fact that needs Poppler's command line.</summary>
public sealed class PopplerFactAttribute : FactAttribute
{
    public PopplerFactAttribute() => Skip = Tool.Exists("pdftotext") ? null : "pdftotext is not on this machine";
}
