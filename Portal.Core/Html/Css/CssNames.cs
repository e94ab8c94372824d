namespace Portal.Core.Html.Css;

/// <summary>
/// The name space of the mail's own classes and ids. All carry a prefix, in markup and in CSS alike, so that none of them can stand for
/// one of ours or for a property of the document (DOM clobbering).
/// </summary>
internal static class CssNames
{
    public const string Prefix = "m-";

    private const int Longest = 100;

    /// <summary>Whether a class or id can be kept: ASCII letters, digits, hyphen and underscore.</summary>
    public static bool IsPlain(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > Longest)
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
