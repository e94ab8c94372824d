using Portal.Core.Mime;
using TestKit;

namespace Portal.Fuzz.Targets;

/// <summary>Files named winmail.dat: refused, or no file in them lies outside and each has the length it says.</summary>
internal sealed class TnefTarget : IFuzzTarget
{
    private static readonly byte[] Header = "Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8.ToArray();

    public string Name => "tnef";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        new TnefWriter().File("a.txt", [1, 2, 3], "b.txt").Body(0x1000, 0x001E, "text"u8.ToArray()).ToArray(),
        new TnefWriter().Body(0x1013, 0x0102, "<p>text</p>"u8.ToArray()).Body(0x1009, 0x0102, RtfPacker.Pack("{\\rtf1 text}")).ToArray(),
        new TnefWriter().Attribute(2, 0x0006_9002, new byte[14]).Attribute(2, 0x0006_9005, TnefWriter.Properties((0x3701, 0x000D, new byte[40]), (0x3707, 0x001F, [65, 0]))).ToArray(),
    ];

    public IReadOnlyList<byte[]> Words { get; } =
    [
        [1], [2], [0x90, 0x06, 0x00], [0x02, 0x90, 0x06, 0x00], [0x05, 0x90, 0x06, 0x00], [0x0F, 0x80, 0x06, 0x00], [0x10, 0x80, 0x01, 0x00], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F],
        [0x02, 0x01, 0x09, 0x10], [0x1F, 0x10], [0x0D, 0x00, 0x01, 0x37], [0x03, 0x00, 0xDE, 0x3F], [0, 0, 0, 0], [0x78, 0x9F, 0x3E, 0x22],
    ];

    public async Task RunAsync(byte[] input)
    {
        using var message = new MemoryStream([.. Header, .. input]);
        var part = (await OutlineReader.ReadAsync(message, new OutlineOptions(), CancellationToken.None)).Root;
        var content = await TnefContent.ReadAsync(message, part, CancellationToken.None);
        foreach (var file in content?.Files ?? [])
        {
            using var copy = new MemoryStream();
            await using var stream = await file.OpenAsync(new MemoryStream(message.ToArray()), part, CancellationToken.None);
            await stream.CopyToAsync(copy);
            if (file.Start < 0 || file.Start + file.Length > part.DecodedLength || copy.Length != file.Length)
            {
                throw new FuzzException("A file lies outside, or is not as long as it says.");
            }
        }
    }
}
