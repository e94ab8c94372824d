using System.Buffers;
using System.Globalization;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>One bare address, checked strictly (RFC 5321 §4.1.2, RFC 6531 §3.3).</summary>
/// <param name="Local">The local part as written; needless quotes taken off.</param>
/// <param name="Domain">The domain in lower case, as A-labels.</param>
internal readonly record struct AddrSpec(string Local, string Domain)
{
    private const int LongestLocal = 64;
    private const int LongestAddress = 254; // RFC 5321 §4.5.3.1.3 with its brackets taken off

    private static readonly SearchValues<char> Atom =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> Labels = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether the local part needs SMTPUTF8 (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(Local);

    public static bool TryParse(string? address, out AddrSpec spec)
    {
        spec = default;
        var at = address?.LastIndexOf('@') ?? -1;
        if (at <= 0 || address!.Length > LongestAddress || HasForbidden(address))
        {
            return false;
        }

        var local = LocalPart(address[..at]);
        var domain = DomainOf(address[(at + 1)..]);
        if (local is null || domain is null || Encoding.UTF8.GetByteCount(local) > LongestLocal
            || Encoding.UTF8.GetByteCount(local) + 1 + domain.Length > LongestAddress)
        {
            return false;
        }

        spec = new(local, domain);
        return true;
    }

    private static bool HasForbidden(string address)
    {
        foreach (var rune in address.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
            {
                return true;
            }
        }

        return false;
    }

    private static string? LocalPart(string local)
    {
        if (!local.StartsWith('"'))
        {
            return IsDotAtom(local) ? local.Normalize() : null;
        }

        var text = Unquoted(local);
        return text is null ? null : IsDotAtom(text) ? text.Normalize() : local.Normalize();
    }

    private static bool IsDotAtom(string local)
    {
        foreach (var atom in local.AsSpan().Split('.'))
        {
            var characters = local.AsSpan(atom);
            foreach (var c in characters)
            {
                if (c < 0x80 && !Atom.Contains(c))
                {
                    return false;
                }
            }

            if (characters.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    // "…" with no unescaped quote inside; null where it is not well formed. One @ in an address is enough.
    private static string? Unquoted(string local)
    {
        if (local.Length < 3 || !local.EndsWith('"') || local.Contains('@'))
        {
            return null;
        }

        var text = new StringBuilder();
        for (var i = 1; i < local.Length - 1; i++)
        {
            if (local[i] == '\\' && ++i == local.Length - 1 || local[i] == '"' && local[i - 1] != '\\')
            {
                return null;
            }

            text.Append(local[i]);
        }

        return text.ToString();
    }

    private static string? DomainOf(string domain)
    {
        try
        {
            var ascii = (Ascii.IsValid(domain) ? domain : Idn().GetAscii(domain)).ToLowerInvariant();
            var labels = ascii.Split('.');
            var isNumber = !labels[^1].AsSpan().ContainsAnyExceptInRange('0', '9'); // an address, not a name
            return ascii.Length <= 253 && !isNumber && Array.TrueForAll(labels, IsLabel) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null; // no IDN (RFC 5891)
        }
    }

    private static IdnMapping Idn() => new() { UseStd3AsciiRules = true };

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && !label.AsSpan().ContainsAnyExcept(Labels);
}
