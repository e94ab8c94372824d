namespace Portal.Ingest.Smtp.Envelopes;

/// <summary>Takes <c>FROM:&lt;path&gt; parameters</c> or <c>TO:&lt;path&gt; parameters</c> apart (RFC 5321 §4.1.1.2, §4.1.1.3).</summary>
internal readonly record struct PathArgument(string Path, string Parameters)
{
    private const int MaxPath = 256; // RFC 5321 §4.5.3.1.3, angle brackets included

    /// <returns>Null where the argument does not have this shape.</returns>
    public static PathArgument? Parse(string argument, string keyword)
    {
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = argument[keyword.Length..];
        var end = text.StartsWith('<') ? End(text) : -1;
        if (end < 0 || (end + 1 < text.Length && text[end + 1] != ' '))
        {
            return null;
        }

        var path = WithoutRoute(text[1..end]);
        return path is null || System.Text.Encoding.UTF8.GetByteCount(path) > MaxPath - 2
            ? null
            : new PathArgument(path, text[(end + 1)..]);
    }

    // The closing bracket outside of quotes.
    private static int End(string text)
    {
        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '>' when !quoted:
                    return i;
            }
        }

        return -1;
    }

    // "@a,@b:user@c" is taken as "user@c" (RFC 5321 §4.1.2, appendix C), but only where the route is one.
    private static string? WithoutRoute(string path)
    {
        if (!path.StartsWith('@'))
        {
            return path;
        }

        var colon = path.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && path[..colon].Split(',').All(hop => hop.StartsWith('@') && EnvelopeAddress.IsDomain(hop[1..], utf8: false))
            ? path[(colon + 1)..]
            : null;
    }
}
