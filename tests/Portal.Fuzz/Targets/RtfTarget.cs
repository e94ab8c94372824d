using Portal.Core.Mime;
using TestKit;

namespace Portal.Fuzz.Targets;

/// <summary>Rich text in a winmail.dat, as it is and as what its compression makes of the bytes; the checksum is always right.</summary>
internal sealed class RtfTarget : IFuzzTarget
{
    private const uint Packed = 0x7546_5A4C;
    private const uint Plain = 0x414C_454D;

    private static readonly byte[] Header = "Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8.ToArray();

    public string Name => "rtf";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Material.Words(
            "{\\rtf1\\ansi\\ansicpg1252\\fromtext{\\fonttbl{\\f0\\fcharset204 A;}}\\uc1\\f0 Dear \\'c4\\u8364?\\par{\\field{\\*\\fldinst HYPERLINK \"https://b.example\"}{\\fldrslt here}}{\\pict\\bin3 abc}}",
            "{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf{\\htmlrtf0 text{\\*\\htmltag84 &lt;}\\htmlrtf <\\htmlrtf0{\\*\\mhtmltag8 x}}\\htmlrtf0}"),
        RtfPacker.Pack("{\\rtf1\\ansi dear dear dear dear}")[16..],
    ];

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "{", "}", "\\", "\\*", "\\'", "\\'8", "\\u9?", "\\u-1", "\\uc0", "\\uc99", "\\bin9", "\\bin-9", "\\bin99999999999", "\\f1", "\\fonttbl", "\\fcharset128", "\\cpg", "\\ansicpg", "\\fromhtml1", "\\htmlrtf",
        "\\htmlrtf0", "{\\*\\htmltag", "\\field", "{\\*\\fldinst HYPERLINK \"", "\\par", "\\pict", "\0", "\u00FF", "\u00FF\u00F0");

    public async Task RunAsync(byte[] input)
    {
        foreach (var rtf in new[] { RtfPacker.Wrap(input, (uint)input.Length, Plain), RtfPacker.Wrap(input, 64 * 1024 * 1024, Packed) })
        {
            using var message = new MemoryStream([.. Header, .. new TnefWriter().Body(0x1009, 0x0102, rtf).ToArray()]);
            var part = (await OutlineReader.ReadAsync(message, new OutlineOptions(), CancellationToken.None)).Root;
            var content = await TnefContent.ReadAsync(message, part, CancellationToken.None) ?? throw new FuzzException("A sound winmail.dat was refused.");
            if (content.Body?.Length > 40L * (input.Length + 300) || (content.BodyIsDamaged && content.Body is not null))
            {
                throw new FuzzException("More text came out than can have been in it.");
            }
        }
    }
}
