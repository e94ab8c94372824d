using AngleSharp.Dom;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace Portal.Core.Html;

/// <summary>
/// Watches the parser: takes down what was active, lets no attribute into the tree that nobody will ask for, and stops the parser when the
/// mail makes it build more than a mail can need.
/// </summary>
internal sealed class ParseBudget
{
    private const int MostDepth = 600;
    private const int MostElements = 400_000;
    private const long MostWork = 40_000_000;

    // For each base element the parser goes through the whole tree, to tell every address in it that it means another place now.
    private const long WorkOfABase = 40;

    private static readonly HashSet<string> Wanted = new(
        ("abbr align alt background bgcolor border cellpadding cellspacing cite class color cols colspan compact content datetime dir encoding face frame headers "
        + "height hidden href hspace id lang link media name noshade nowrap reversed role rowspan rules scope size span src start style summary text title "
        + "type valign value vspace width").Split(' '), StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _wanted = Wanted.GetAlternateLookup<ReadOnlySpan<char>>();
    private IElement? _last;
    private int _elements;
    private long _work;

    public int Active { get; private set; }

    public List<IElement> Styles { get; } = [];

    public void Created(IElement element, TextPosition position)
    {
        // The element before is in its place by now, this one not yet.
        var depth = 0;
        for (var parent = _last; parent is not null; parent = parent.ParentElement)
        {
            depth++;
        }

        _last = element;
        _work += depth + (element.LocalName == "base" ? WorkOfABase * _elements : 0);
        if (++_elements > MostElements || depth > MostDepth || _work > MostWork)
        {
            throw new ExceededException();
        }

        if (ElementRules.IsActive(element.LocalName))
        {
            Active++;
        }
        else if (element.LocalName == "style" && element.NamespaceUri == NamespaceNames.HtmlUri)
        {
            Styles.Add(element);
        }
    }

    public bool Wants(ref StructHtmlToken token, ReadOnlyMemory<char> name)
    {
        if (_wanted.Contains(name.Span))
        {
            return true;
        }

        Active += name.Length > 2 && name.Span[0] is 'o' or 'O' && name.Span[1] is 'n' or 'N' ? 1 : 0;
        return false;
    }

    /// <summary>The mail is too deep or too large to be built as a tree.</summary>
    public sealed class ExceededException : Exception;
}
