using System.Buffers;

namespace Portal.Core.Html;

/// <summary>A link that may be written.</summary>
/// <param name="Address">Where it goes, normalised.</param>
/// <param name="Shown">Where it goes in a few words: a host, a mail address, a number.</param>
internal sealed record SafeLink(string Address, string Shown);

/// <summary>Decides on the addresses of links: http, https, mailto and tel, read the way browsers read them (WHATWG URL §4.4).</summary>
internal static class LinkRules
{
    private const int Longest = 8192;

    private static readonly SearchValues<char> NeverInHosts = SearchValues.Create("<>\"'`{}|^ %&");

    /// <summary>The link, or null when it is of another kind, relative, or not an address at all.</summary>
    public static SafeLink? Read(string? address)
    {
        var clean = Clean(address);
        var colon = clean.IndexOf(':');
        if (colon < 0 || clean.Length > Longest)
        {
            return null;
        }

        var rest = clean[(colon + 1)..];
        return clean[..colon].ToLowerInvariant() switch
        {
            "http" => Web("http", rest),
            "https" => Web("https", rest),
            "mailto" => Mail(rest),
            "tel" => Phone(rest),
            _ => null,
        };
    }

    /// <summary>Whether the address would run or embed something instead of leading somewhere.</summary>
    public static bool IsActive(string? address)
    {
        var clean = Clean(address);
        var scheme = clean.IndexOf(':') is var colon and > 0 ? clean[..colon].ToLowerInvariant() : "";
        return scheme is "javascript" or "vbscript" or "data" or "livescript" or "mocha" or "blob" or "filesystem" or "view-source" or "jar";
    }

    // Browsers strip control characters and spaces around an address, and tabs and line breaks anywhere in it.
    private static string Clean(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            return "";
        }

        var start = 0;
        var end = address.Length;
        while (start < end && address[start] <= ' ')
        {
            start++;
        }

        while (end > start && address[end - 1] <= ' ')
        {
            end--;
        }

        var inner = address.AsSpan(start, end - start);
        return inner.IndexOfAny('\t', '\n', '\r') < 0
            ? inner.ToString()
            : inner.ToString().Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
    }

    private static SafeLink? Web(string scheme, string rest)
    {
        // Without two slashes the address would be relative to the portal itself; a backslash is a slash to browsers.
        var slashes = 0;
        while (slashes < rest.Length && rest[slashes] is '/' or '\\')
        {
            slashes++;
        }

        var authority = rest.AsSpan(slashes).IndexOfAny("/\\?#") is var end and >= 0 ? end + slashes : rest.Length;
        if (slashes < 2 || rest.AsSpan(slashes, authority - slashes).ContainsAny(NeverInHosts))
        {
            return null;
        }

        var query = rest.AsSpan(authority).IndexOfAny('?', '#') is var mark and >= 0 ? mark + authority : rest.Length;
        var tail = rest[authority..query].Replace('\\', '/') + rest[query..];

        // What stands before an @ is never needed and often there to look like a host.
        var host = rest[slashes..authority];
        host = host[(host.LastIndexOf('@') + 1)..];
        if (!Uri.TryCreate($"{scheme}://{host}{tail}", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || Host(uri) is not { Length: > 0 } name)
        {
            return null;
        }

        var port = uri.IsDefaultPort ? "" : string.Create(null, $":{uri.Port}");
        return new SafeLink($"{scheme}://{name}{port}{uri.PathAndQuery}{uri.Fragment}", name + port);
    }

    // What is no host name by the rules of IDNA shows itself only here, and by an exception.
    private static string? Host(Uri uri)
    {
        try
        {
            return uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static SafeLink? Mail(string rest)
    {
        var question = rest.IndexOf('?');
        var to = Uri.UnescapeDataString(question < 0 ? rest : rest[..question]);
        if (to.AsSpan().ContainsAnyInRange('\0', ' ') || to.Length > 1000)
        {
            return null;
        }

        // Of the fields only those that a person would fill in himself (RFC 6068 §4).
        var fields = (question < 0 ? "" : rest[(question + 1)..]).Split('&')
            .Select(field => field.Split('=', 2))
            .Where(field => field.Length == 2 && field[0].ToLowerInvariant() is "subject" or "body" or "to" or "cc")
            .Select(field => $"{field[0].ToLowerInvariant()}={Uri.EscapeDataString(Uri.UnescapeDataString(field[1]))}")
            .ToList();
        var addresses = string.Join(',', to.Split(',').Select(address => Uri.EscapeDataString(address).Replace("%40", "@", StringComparison.Ordinal)));
        return new SafeLink("mailto:" + addresses + (fields.Count == 0 ? "" : "?" + string.Join('&', fields)), to);
    }

    private static SafeLink? Phone(string rest)
    {
        var number = Uri.UnescapeDataString(rest);
        var plain = number.Length is > 0 and < 64 && number.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or '.' or ' ' or '#' or '*');
        return plain ? new SafeLink("tel:" + number.Replace(" ", "", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal), number) : null;
    }
}
