using System.Text.RegularExpressions;
using System.Xml.Linq;
using TestKit;

namespace Portal.BrowserTests.Routes;

/// <summary>The pages' texts in both languages, to tell in which one a page speaks.</summary>
internal sealed partial class PageText
{
    private static readonly Dictionary<string, string> English = Read("Texts.resx");
    private static readonly Dictionary<string, string> German = Read("Texts.de.resx");

    private readonly Dictionary<string, string> _own;
    private readonly List<(string Key, Regex Text)> _foreign;

    public PageText(string language)
    {
        (_own, var other) = language == "de" ? (German, English) : (English, German);
        var both = _own.Values.ToHashSet();
        _foreign = [.. other.Where(text => !both.Contains(text.Value) && !text.Key.StartsWith("Date.", StringComparison.Ordinal) && !text.Key.StartsWith("Language.", StringComparison.Ordinal))
            .Where(text => Letters(text.Value) >= 4)
            .Select(text => (text.Key, Pattern(text.Value, whole: Letters(text.Value) < 16)))];
    }

    /// <summary>A text by its name.</summary>
    public string this[string key] => _own[key];

    /// <summary>Whether it is this text, its places filled.</summary>
    public bool Is(string key, string shown) => key.StartsWith('"') ? shown == key.Trim('"') : Pattern(_own[key], whole: true).IsMatch(shown);

    /// <summary>What is wrong with a piece of a page: the name of a text instead of it, or a text in the other language.</summary>
    public IEnumerable<string> Faults(IEnumerable<string> pieces)
    {
        foreach (var piece in pieces.Select(piece => Space().Replace(piece, " ").Trim()).Where(piece => piece.Length > 0).Distinct())
        {
            if (Word().Matches(piece).FirstOrDefault(word => English.ContainsKey(word.Value)) is { } key)
            {
                yield return $"names the text {key.Value}";
            }

            foreach (var (name, _) in _foreign.Where(text => text.Text.IsMatch(piece)))
            {
                yield return $"speaks the other language ({name}): {piece}";
            }
        }
    }

    private static int Letters(string text) => Place().Replace(text, "").Count(char.IsLetter);

    private static Regex Pattern(string text, bool whole)
    {
        var pattern = string.Join(".*", Place().Split(text).Select(Regex.Escape));
        return new Regex(whole ? $"^{pattern}$" : pattern, RegexOptions.Singleline);
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Corpora.Root, "Portal", "Resources", file)).Descendants("data")
            .ToDictionary(data => (string)data.Attribute("name")!, data => Space().Replace((string)data.Element("value")!, " "));

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"[A-Z][A-Za-z]+\.[A-Za-z]+")]
    private static partial Regex Word();
}
