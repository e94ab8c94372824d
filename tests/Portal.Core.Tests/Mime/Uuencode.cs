using System.Text;

namespace Portal.Core.Tests.Mime;

/// <summary>Writes uuencode, for tests.</summary>
internal static class Uuencode
{
    public static string Lines(byte[] content) => string.Concat(content.Chunk(45).Select(Line)) + "`\r\n";

    public static string File(string name, byte[] content) => $"begin 644 {name}\r\n{Lines(content)}end\r\n";

    private static string Line(byte[] bytes)
    {
        var line = new StringBuilder().Append(Letter(bytes.Length));
        foreach (var group in bytes.Chunk(3))
        {
            var bits = (group[0] << 16) | ((group.Length > 1 ? group[1] : 0) << 8) | (group.Length > 2 ? group[2] : 0);
            line.Append(Letter(bits >> 18)).Append(Letter(bits >> 12)).Append(Letter(bits >> 6)).Append(Letter(bits));
        }

        return line.Append("\r\n").ToString();
    }

    private static char Letter(int value) => (value & 63) == 0 ? '`' : (char)((value & 63) + 32);
}
