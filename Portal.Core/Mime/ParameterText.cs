using System.Globalization;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Puts a parameter together from its continuations and its character set (RFC 2231).</summary>
internal static class ParameterText
{
    public static string? Of(IReadOnlyDictionary<string, string> parameters, string name)
    {
        if (parameters.TryGetValue(name + "*", out var extended))
        {
            return Extended(extended);
        }

        if (parameters.ContainsKey(name + "*0*") || parameters.ContainsKey(name + "*0"))
        {
            return Continued(parameters, name);
        }

        return parameters.TryGetValue(name, out var plain) ? HeaderText.Decode(plain) : null;
    }

    private static string Extended(string value)
    {
        var charset = TakeCharset(ref value);
        var bytes = new List<byte>(value.Length);
        AddBytes(bytes, value, encoded: true);
        return Decode(bytes, charset);
    }

    // The pieces are numbered from 0; the first one that is missing ends it. There are at most 128 parameters.
    private static string Continued(IReadOnlyDictionary<string, string> parameters, string name)
    {
        var charset = "";
        var bytes = new List<byte>();
        for (var i = 0; ; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{name}*{i}");
            if (parameters.TryGetValue(key + "*", out var piece))
            {
                charset = i == 0 ? TakeCharset(ref piece) : charset;
                AddBytes(bytes, piece, encoded: true);
            }
            else if (parameters.TryGetValue(key, out piece))
            {
                AddBytes(bytes, piece, encoded: false);
            }
            else
            {
                break;
            }
        }

        var text = Decode(bytes, charset);
        return charset.Length == 0 ? HeaderText.Decode(text) : text;
    }

    // charset'language'value
    private static string TakeCharset(ref string value)
    {
        var first = value.IndexOf('\'', StringComparison.Ordinal);
        var second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
        if (second < 0)
        {
            return "";
        }

        var charset = value[..first];
        value = value[(second + 1)..];
        return charset;
    }

    private static void AddBytes(List<byte> bytes, string value, bool encoded)
    {
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < value.Length; i++)
        {
            if (encoded && value[i] == '%' && i + 2 < value.Length
                && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                var pair = i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]) ? 2 : 1;
                bytes.AddRange(utf8[..Encoding.UTF8.GetBytes(value.AsSpan(i, pair), utf8)]);
                i += pair - 1;
            }
        }
    }

    private static string Decode(List<byte> bytes, string charset)
    {
        var array = bytes.ToArray();
        var encoding = charset.Length == 0 || Charsets.SaysNothing(charset.ToLowerInvariant()) ? null : Charsets.Find(charset);
        return encoding is null ? HeaderBlock.Text(array) : encoding.GetString(array);
    }
}
