using System.Globalization;
using AngleSharp.Dom;
using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>Writes the plain-text view.</summary>
internal sealed class ReadableText(int sourceLength) : ITreeVisitor
{
    private const int DeepestQuote = 100;

    // Links may nest through objects, and each would look at all that is in it.
    private const int LongestTarget = 10_000;

    private readonly TextFlow _flow = new(sourceLength);
    private readonly Stack<(SafeLink? Link, int From)> _links = new();
    private readonly Stack<int?> _lists = new();

    public InlineStyles Styles { get; } = new();

    public void Enter(IElement element, ElementFate fate, string name, InlineStyles.Style style)
    {
        if (fate == ElementFate.Field)
        {
            Words(ElementWriter.FieldText(element));
            return;
        }

        if (fate == ElementFate.Image)
        {
            Words(element.GetAttribute("alt") is { } alt && !string.IsNullOrWhiteSpace(alt) ? $"[{alt.Trim()}]" : "");
            return;
        }

        Begin(element, name);
    }

    public void Leave(string name)
    {
        switch (name)
        {
            case "a":
                var (link, from) = _links.Pop();
                if (link is not null && (_flow.Length - from > LongestTarget || !SaysTarget(_flow.Since(from), link)))
                {
                    Words($"<{link.Address}>");
                }

                break;
            case "ul" or "ol":
                _lists.Pop();
                break;
            case "blockquote":
                _flow.Quote = Math.Max(0, _flow.Quote - 1);
                break;
            case "pre":
                _flow.Preformatted--;
                break;
            case "rt":
                _flow.Text(")");
                break;
            case "td" or "th":
                _flow.Cell();
                return;
        }

        Break(name);
    }

    public void Text(string text) => _flow.Text(text);

    public override string ToString() => _flow.ToString();

    private void Begin(IElement element, string name)
    {
        if (ElementRules.IsBlock(element.LocalName))
        {
            _flow.Line();
        }

        Break(name);
        switch (name)
        {
            case "br":
                _flow.HardBreak();
                break;
            case "a":
                _links.Push((LinkRules.Read(element.GetAttribute("href")), _flow.Length));
                break;
            case "ul" or "ol":
                _lists.Push(name == "ol" ? int.TryParse(element.GetAttribute("start"), CultureInfo.InvariantCulture, out var start) ? start : 1 : null);
                break;
            case "li":
                Item();
                break;
            case "blockquote":
                _flow.Quote = Math.Min(DeepestQuote, _flow.Quote + 1);
                break;
            case "pre":
                _flow.Preformatted++;
                break;
            case "hr":
                _flow.Rule();
                break;
            case "rt":
                _flow.Text("(");
                break;
        }
    }

    private void Item()
    {
        if (_lists.TryPop(out var number))
        {
            _lists.Push(number + 1);
        }

        _flow.Mark(number is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n}. ") : "- ", Math.Min(_lists.Count - 1, 8));
    }

    private void Words(string words)
    {
        if (words.Length > 0)
        {
            _flow.Space();
            _flow.Text(words);
            _flow.Space();
        }
    }

    private void Break(string name)
    {
        if (name is "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "blockquote" or "pre" or "table" || (name is "ul" or "ol" or "dl" && _lists.Count == 0))
        {
            _flow.Paragraph();
        }
        else if (ElementRules.IsBlock(name))
        {
            _flow.Line();
        }
    }

    private static bool SaysTarget(string shown, SafeLink link)
    {
        var said = shown.Trim().TrimEnd('/');
        return said.Equals(link.Address.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
            || said.Equals(link.Shown, StringComparison.OrdinalIgnoreCase)
            || said.Equals(link.Address[(link.Address.IndexOf(':') + 1)..].TrimStart('/').TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
    }
}
