using System.Buffers;
using System.Globalization;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Writes a field with one parameter whose value may hold any character (RFC 2231, RFC 2183).</summary>
internal sealed class ParameterWriter(IBufferWriter<byte> output)
{
    private const int LongestPlain = 60;
    private const int PieceLength = 55;

    public void Write(string field, string parameter, string value)
    {
        HeaderWriter.CheckValue(value);
        var plain = value.Length is > 0 and <= LongestPlain && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            && !value.AsSpan().ContainsAny('"', '\\') && !value.Contains("=?", StringComparison.Ordinal)
            && value[0] != ' ' && value[^1] != ' ';
        var text = plain ? $"{field};\r\n {parameter}=\"{value}\"\r\n" : field + Extended(parameter, value) + "\r\n";
        Encoding.ASCII.GetBytes(text, output);
    }

    // filename*0*=utf-8''…; filename*1*=…
    private static string Extended(string parameter, string value)
    {
        var pieces = new List<StringBuilder> { new("utf-8''") };
        foreach (var rune in value.EnumerateRunes())
        {
            var encoded = Uri.EscapeDataString(rune.ToString());
            if (pieces[^1].Length + encoded.Length > PieceLength)
            {
                pieces.Add(new());
            }

            pieces[^1].Append(encoded);
        }

        if (pieces.Count == 1)
        {
            return $";\r\n {parameter}*={pieces[0]}";
        }

        var text = new StringBuilder();
        for (var i = 0; i < pieces.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $";\r\n {parameter}*{i}*=").Append(pieces[i]);
        }

        return text.ToString();
    }
}
