using System.Text;

namespace Portal.Core.Messages.Search;

/// <summary>What somebody looks for: words that must all be there, in whatever order and case.</summary>
public sealed class SearchWords
{
    /// <summary>How long a search may be, in UTF-16 units.</summary>
    public const int Longest = 200;

    private const int Most = 10;

    private readonly IReadOnlyList<string> _words;

    private SearchWords(IReadOnlyList<string> words) => _words = words;

    /// <summary>Reads what was typed; null where there is no word in it.</summary>
    public static SearchWords? Parse(string? typed)
    {
        var text = Composed(typed ?? "");
        var words = text[..Math.Min(text.Length, Longest)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(Most).ToList();
        return words.Count > 0 ? new SearchWords(words) : null;
    }

    /// <summary>Whether each word stands in one of the texts.</summary>
    public bool AreIn(params ReadOnlySpan<string> texts)
    {
        foreach (var word in _words)
        {
            var found = false;
            foreach (var text in texts)
            {
                found = found || text.Contains(word, StringComparison.OrdinalIgnoreCase);
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A text in the form in which letters and their marks are one (Unicode's form C), where it has one.</summary>
    public static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text; // half a surrogate pair: it is looked through as it stands
        }
    }
}
