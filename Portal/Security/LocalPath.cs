namespace Portal.Security;

/// <summary>Says whether a path that a form or link brought along leads to this portal and nowhere else.</summary>
internal static class LocalPath
{
    private const int MaxLength = 500;

    /// <summary>
    /// True for <c>/path?query</c> in printable ASCII. Browsers read <c>//</c> and <c>/\</c> as another host and drop tabs and line
    /// ends before they look (WHATWG URL standard), so none of these is let through.
    /// </summary>
    public static bool IsSafe(string? path) =>
        path is { Length: > 0 and <= MaxLength }
        && path[0] == '/'
        && (path.Length == 1 || path[1] != '/')
        && !path.Contains('\\')
        && !path.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>The path itself where it is safe, else the other one.</summary>
    public static string Or(string? path, string otherwise) => path is not null && IsSafe(path) ? path : otherwise;
}
