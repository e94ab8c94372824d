using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Portal.Ingest.Smtp.Envelopes;

/// <summary>Reads a mailbox of the envelope (RFC 5321 §4.1.2, RFC 6531 §3.3).</summary>
internal static class EnvelopeAddress
{
    /// <summary>Checks an address and brings its local part to the shortest spelling, so that <c>"a"@b</c> and <c>a@b</c> are one mailbox.</summary>
    /// <returns>Null where it is none.</returns>
    public static string? Parse(string text, bool utf8)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0)
        {
            return null;
        }

        var local = LocalPart(text[..at], utf8);
        return local is not null && IsDomain(text[(at + 1)..], utf8) ? $"{local}@{text[(at + 1)..]}" : null;
    }

    /// <summary>A host name or an address literal. The underscore is no letter of host names, but senders have them.</summary>
    public static bool IsDomain(string text, bool utf8)
    {
        if (text.StartsWith('['))
        {
            return text.EndsWith(']') && IsLiteral(text[1..^1]);
        }

        return text.Length is > 0 and <= 255 && text.Split('.').All(label =>
            label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
            && label.EnumerateRunes().All(r => (r.IsAscii && (Rune.IsLetterOrDigit(r) || r.Value is '-' or '_')) || (utf8 && IsBeyondAscii(r))));
    }

    private static string? LocalPart(string text, bool utf8)
    {
        if (!text.StartsWith('"'))
        {
            return IsDotString(text, utf8) ? text : null;
        }

        return Unquote(text, utf8) is not { } content ? null : IsDotString(content, utf8) ? content : Quote(content);
    }

    private static bool IsDotString(string text, bool utf8) => text.Split('.').All(atom =>
        atom.Length > 0 && atom.EnumerateRunes().All(r => IsAtomText(r) || (utf8 && IsBeyondAscii(r))));

    private static bool IsAtomText(Rune r) =>
        r.IsAscii && (Rune.IsLetterOrDigit(r) || "!#$%&'*+-/=?^_`{|}~".Contains((char)r.Value, StringComparison.Ordinal));

    // Letters of the world, but nothing invisible that would make two addresses look alike.
    private static bool IsBeyondAscii(Rune r) => !r.IsAscii && r != Rune.ReplacementChar && Rune.GetUnicodeCategory(r)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string? Unquote(string text, bool utf8)
    {
        var content = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                return i == text.Length - 1 && AllPrintable(content, utf8) ? content.ToString() : null;
            }

            if (c == '\\' && ++i == text.Length)
            {
                return null;
            }

            content.Append(text[i]);
        }

        return null;
    }

    private static bool AllPrintable(StringBuilder content, bool utf8) =>
        content.ToString().EnumerateRunes().All(r => r.IsAscii ? r.Value is >= 32 and <= 126 : utf8 && IsBeyondAscii(r));

    private static string Quote(string content) =>
        $"\"{content.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool IsLiteral(string text)
    {
        const string V6 = "IPv6:";
        var v6 = text.StartsWith(V6, StringComparison.OrdinalIgnoreCase);
        return ListenAddress.TryParseHost(v6 ? text[V6.Length..] : text, out var address)
            && !text.Contains('%', StringComparison.Ordinal)
            && address.AddressFamily == (v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
    }
}
