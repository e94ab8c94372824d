using Portal.Core.Mime;

namespace Portal.Fuzz.Targets;

/// <summary>Texts with uuencoded files: each file has the length it says, and they lie one after the other.</summary>
internal sealed class UuTarget : IFuzzTarget
{
    private static readonly byte[] Header = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"u8.ToArray();

    public string Name => "uuencode";

    public IReadOnlyList<byte[]> Seeds { get; } = Material.Words(
        "Dear Bob,\r\nbegin 644 a.txt\r\n#86)C\r\n`\r\nend\r\nAlice\r\nbegin 0755 b c\r\n#86)C\r\n`\r\nend\r\n",
        "begin 644 x\nM86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C86)C\n`\nend\n", "We begin 600 things\nand end\n");

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "begin 644 x\n", "begin ", "begin 644\n", "\nend\n", "end", "`\n", "\n", "\r\n", "\r", " ", "#86)C\n", "M", "\u00FF", "\0", "begin-base64 644 x\n", "====\n");

    public async Task RunAsync(byte[] input)
    {
        using var message = new MemoryStream([.. Header, .. input]);
        var part = (await OutlineReader.ReadAsync(message, new OutlineOptions(), CancellationToken.None)).Root;
        var found = await TextWithFiles.ReadAsync(message, part, 1_000_000, CancellationToken.None);
        var at = 0L;
        foreach (var file in found.Files)
        {
            using var copy = new MemoryStream();
            await using var stream = await file.OpenAsync(new MemoryStream(message.ToArray()), part, CancellationToken.None);
            await stream.CopyToAsync(copy);
            if (file.Start < at || file.Start + file.EncodedLength > part.DecodedLength || copy.Length != file.Length)
            {
                throw new FuzzException("Files overlap, or one is not as long as it says.");
            }

            at = file.Start + file.EncodedLength;
        }
    }
}
