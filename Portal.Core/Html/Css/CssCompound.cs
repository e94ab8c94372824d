using AngleSharp.Dom;

namespace Portal.Core.Html.Css;

/// <summary>The conditions on one element: a type, an id, classes. Attribute selectors do not exist here (they can leak what they match).</summary>
internal sealed record CssCompound(string? Type, string? Id, IReadOnlyList<string> Classes, bool Child)
{
    private const int LongestClasses = 4_000;

    public int Specificity => (Id is null ? 0 : 10_000) + (Math.Min(Classes.Count, 50) * 100) + (Type is null ? 0 : 1);

    public bool Matches(IElement element) =>
        (Type is null || element.LocalName == Type)
        && (Id is null || element.GetAttribute("id") == Id)
        && (Classes.Count == 0 || HasClasses(ClassesOf(element)));

    /// <summary>The class attribute as far as it is read: what no person wrote would be searched without end, once for each name in it.</summary>
    public static string? ClassesOf(IElement element) => element.GetAttribute("class") is { Length: <= LongestClasses } names ? names : null;

    private bool HasClasses(string? names)
    {
        foreach (var wanted in Classes)
        {
            if (names is null || !Contains(names, wanted))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(string names, string wanted)
    {
        for (var at = names.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = names.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            var end = at + wanted.Length;
            if ((at == 0 || CssTokenizer.IsSpace(names[at - 1])) && (end == names.Length || CssTokenizer.IsSpace(names[end])))
            {
                return true;
            }
        }

        return false;
    }
}
