using System.Globalization;
using System.Text;

namespace Portal.Core.Outbox.Relay;

/// <summary>An address as it may stand between the angle brackets of MAIL and RCPT (RFC 5321 section 4.1.2, RFC 6531 section 3.3).</summary>
internal static class EnvelopeAddress
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The address, its domain in ASCII; null when it is no address or could break the line.</summary>
    public static string? Of(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || at == address.Length - 1 || Encoding.UTF8.GetByteCount(address) > 254)
        {
            return null;
        }

        var (local, domain) = (address[..at], address[(at + 1)..]);
        return IsLocalPart(local) && DomainOf(domain) is { } ascii ? $"{local}@{ascii}" : null;
    }

    private static bool IsLocalPart(string local) => local is ['"', .. var quoted, '"'] && quoted.Length > 0
        ? quoted.All(c => c is >= ' ' and <= '~') && IsEscaped(quoted)
        : local.EnumerateRunes().All(IsAtomOrDot);

    private static bool IsAtomOrDot(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || ".!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal)
        : rune != Rune.ReplacementChar && !Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format;

    private static bool IsEscaped(string quoted)
    {
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '"' || (quoted[i] == '\\' && ++i == quoted.Length))
            {
                return false;
            }
        }

        return true;
    }

    private static string? DomainOf(string domain)
    {
        if (domain is ['[', .. var literal, ']'])
        {
            return literal.Length > 0 && literal.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-') ? domain : null;
        }

        try
        {
            return Idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
