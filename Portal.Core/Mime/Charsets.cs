using System.Globalization;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Character sets by the names that mails use. Nothing here throws: an unknown name is null.</summary>
internal static class Charsets
{
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cp1250"] = "windows-1250",
        ["cp1251"] = "windows-1251",
        ["win-1251"] = "windows-1251",
        ["cp1253"] = "windows-1253",
        ["cp1254"] = "windows-1254",
        ["iso-8859-9"] = "windows-1254", // as browsers read it
        ["cp1257"] = "windows-1257",
        ["iso-8859-11"] = "windows-874",
        ["tis-620"] = "windows-874",
        ["iso-8859-8-i"] = "iso-8859-8",
        ["gb2312"] = "gb18030", // the later standards hold the earlier ones
        ["gbk"] = "gb18030",
        ["cp936"] = "gb18030",
        ["cp949"] = "ks_c_5601-1987",
        ["x-windows-949"] = "ks_c_5601-1987",
        ["ms949"] = "ks_c_5601-1987",
        ["cp950"] = "big5",
        ["big5-hkscs"] = "big5",
        ["cp932"] = "shift_jis",
        ["ms932"] = "shift_jis",
        ["x-sjis"] = "shift_jis",
        ["windows-31j"] = "shift_jis",
        ["iso-2022-jp-2"] = "iso-2022-jp",
        ["macintosh"] = "macintosh",
        ["x-mac-roman"] = "macintosh",
    };

    /// <summary>What Western mails without a declared character set are written in when they are not UTF-8.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>UTF-32 whose first byte is the highest; the platform has no instance of its own.</summary>
    public static Encoding Utf32BigEndian { get; } = new UTF32Encoding(bigEndian: true, byteOrderMark: false);

    /// <summary>Whether the name promises no more than ASCII, or is missing: such a text is looked at before it is believed.</summary>
    public static bool SaysNothing(string? name) =>
        string.IsNullOrEmpty(name) || name is "us-ascii" or "ascii" or "ansi_x3.4-1968" or "unknown-8bit" or "x-unknown" or "unknown"
            or "default" or "default_charset" or "iso-646-us" or "646";

    /// <summary>The encoding, with replacement characters for what it cannot read.</summary>
    public static Encoding? Find(string name)
    {
        name = name.Trim().ToLowerInvariant();
        return name switch
        {
            "utf-8" or "utf8" or "utf-8-mac" or "cp65001" or "unicode-1-1-utf-8" => Encoding.UTF8,
            "utf-16" or "utf-16le" or "utf16" or "unicode" or "ucs-2" => Encoding.Unicode,
            "utf-16be" or "unicodefffe" => Encoding.BigEndianUnicode,
            "utf-32" or "utf-32le" or "utf32" => Encoding.UTF32,
            "utf-32be" => Utf32BigEndian,
            _ when SaysNothing(name) => name.Length == 0 ? null : Windows1252,
            // Browsers and mail readers alike take ISO-8859-1 for what it is in practice.
            "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "l1" or "cp1252" or "windows-1252" or "iso-8859-1-windows-3.1-latin-1"
                => Windows1252,
            _ when name.Length > 40 => null,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(Aliases.GetValueOrDefault(name, name)) ?? ByFamily(name),
        };
    }

    /// <summary>The encoding of a Windows code page, or Windows-1252 where nobody knows it.</summary>
    public static Encoding ByCodePage(long page) => page switch
    {
        65001 => Encoding.UTF8,
        1200 => Encoding.Unicode,
        1201 => Encoding.BigEndianUnicode,
        12000 => Encoding.UTF32,
        12001 => Utf32BigEndian,
        <= 0 or > 65535 => Windows1252,
        _ => Numbered((int)page) ?? Windows1252,
    };

    private static Encoding? Numbered(int page)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(page);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // "cp437", "ibm-850", "x-cp1251", "windows_1252", "ms949", "8859-2", "ISO88592": a family and a number.
    private static Encoding? ByFamily(string name)
    {
        var compact = string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        var digits = compact.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits < 0 || !int.TryParse(compact.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var iso = string.Concat("iso-8859-", compact.AsSpan(Math.Min(digits + 4, compact.Length)));
        return compact[..digits] switch
        {
            "cp" or "xcp" or "ibm" or "ms" or "xms" or "windows" or "xwindows" or "win" or "dos" => number == 65001 ? Encoding.UTF8 : Numbered(number),
            "iso" or "" when compact.AsSpan(digits).StartsWith("8859") && iso != name => Find(iso),
            _ => null,
        };
    }
}
