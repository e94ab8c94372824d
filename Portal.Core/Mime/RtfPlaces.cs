namespace Portal.Core.Mime;

/// <summary>The words of rich text that lead elsewhere, and those that stand for a character (RTF 1.9.1).</summary>
internal static class RtfPlaces
{
    private static readonly HashSet<string> Unseen = [.. (
        "colortbl stylesheet info pict object objdata author operator title subject keywords comment doccomm hlinkbase creatim revtim printim buptim "
        + "header headerl headerr headerf footer footerl footerr footerf footnote ftnsep ftnsepc ftncn annotation atnid atnauthor private themedata colorschememapping "
        + "datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl filetbl revtbl bkmkstart bkmkend xe tc rxe template").Split(' ')];

    private static readonly Dictionary<string, char> Characters = new(StringComparer.Ordinal)
    {
        ["par"] = '\n', ["line"] = '\n', ["sect"] = '\n', ["page"] = '\n', ["row"] = '\n', ["tab"] = '\t', ["cell"] = '\t', ["nestcell"] = '\t', ["nestrow"] = '\n',
        ["lquote"] = '\u2018', ["rquote"] = '\u2019', ["ldblquote"] = '\u201C', ["rdblquote"] = '\u201D', ["bullet"] = '\u2022',
        ["endash"] = '\u2013', ["emdash"] = '\u2014', ["enspace"] = '\u2002', ["emspace"] = '\u2003',
    };

    /// <summary>Where the text of a group that begins with this word goes, or null where it stays where it went.</summary>
    /// <param name="word">The word.</param>
    /// <param name="starred">Whether <c>\*</c> stands before it: then a group is passed over unless its name is known.</param>
    public static RtfPlace? Of(string word, bool starred) => word switch
    {
        "htmltag" => RtfPlace.HtmlTag,
        "fonttbl" => RtfPlace.Fonts,
        "fldinst" => RtfPlace.Instruction,
        _ when starred || Unseen.Contains(word) => RtfPlace.Nowhere,
        _ => null,
    };

    /// <summary>The character that the word stands for, or null.</summary>
    public static char? CharacterOf(string word) => Characters.TryGetValue(word, out var character) ? character : null;
}
