using System.Text.RegularExpressions;

namespace Portal.Core.Html;

/// <summary>Writes lines of text and makes the addresses in them clickable. The text itself stays as it is.</summary>
internal sealed partial class TextLinks(MarkupWriter markup)
{
    // Longer words are no addresses that a person would click; the limit also keeps the time linear.
    private const int Longest = 4096;

    // A link is many times as long as a short address; a text of nothing but addresses must not grow without bound.
    private const int MostLinks = 10_000;

    private int _links;

    public void Write(string line)
    {
        var at = 0;
        if (_links < MostLinks && (line.Contains(':') || line.Contains('@')))
        {
            foreach (var match in Candidates().EnumerateMatches(line))
            {
                var word = match.Length > Longest ? "" : Trim(line.AsSpan(match.Index, match.Length));
                if (word.IsEmpty || _links >= MostLinks || Link(word.ToString()) is not { } link)
                {
                    continue;
                }

                _links++;
                markup.Text(line[at..match.Index]);
                markup.Open("a");
                markup.Attribute("href", link.Address);
                markup.Attribute("title", link.Shown);
                markup.Own(" target=\"_blank\" rel=\"noopener noreferrer nofollow\">");
                markup.Text(word.ToString());
                markup.Close("a");
                at = match.Index + word.Length;
            }
        }

        markup.Text(line[at..]);
    }

    private static SafeLink? Link(string word) =>
        LinkRules.Read(word.Contains(':') ? word : "mailto:" + word) is { } link && link.Shown.Length > 0 ? link : null;

    // A full stop, a quote or a bracket behind an address belongs to the sentence, unless its partner is in the address.
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> word)
    {
        while (word.Length > 0)
        {
            var last = word[^1];
            var isOpen = last == ')' && word.Count('(') >= word.Count(')');
            if (isOpen || !".,;:!?'\")]}*_".Contains(last))
            {
                break;
            }

            word = word[..^1];
        }

        return word;
    }

    [GeneratedRegex("""\b(?:https?://[^\s<>"\u00A0\u2000-\u200B\u3000]+|mailto:[^\s<>"]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Candidates();
}
