using AngleSharp.Dom;
using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>
/// Leads a visitor through the visible part of a mail, without recursion. What the sender hid is left out here, once, so that the HTML
/// view, the plain-text view and the quote in a reply all say the same.
/// </summary>
internal sealed class TreeWalk
{
    private readonly ITreeVisitor _visitor;
    private readonly HidingCascade _cascade;
    private readonly InlineStyles _styles;
    private readonly bool _reveal;
    private readonly Stack<Place> _places = new();

    private TreeWalk(MailDocument mail, ITreeVisitor visitor, bool reveal)
    {
        _visitor = visitor;
        _cascade = new HidingCascade(mail.Rules);
        _styles = visitor.Styles;
        _reveal = reveal;
    }

    private bool SawText { get; set; }

    private bool SawHidden { get; set; }

    /// <summary>Walks, and walks again without leaving anything out when a mail hides all its text: then the hiding was for other programs.</summary>
    /// <returns>The visitor, and whether text was left out.</returns>
    public static (TVisitor Visitor, bool LeftOut) Run<TVisitor>(MailDocument mail, Func<TVisitor> begin)
        where TVisitor : ITreeVisitor
    {
        var visitor = begin();
        var walk = new TreeWalk(mail, visitor, reveal: false);
        walk.Run(mail.Body);
        if (walk.SawText || !walk.SawHidden)
        {
            return (visitor, walk.SawHidden);
        }

        visitor = begin();
        new TreeWalk(mail, visitor, reveal: true).Run(mail.Body);
        return (visitor, false);
    }

    private void Run(IElement? body)
    {
        if (body is not null)
        {
            _places.Push(new Place(body, 0, null, FontIsNought: false, IsInvisible: false));
        }

        while (_places.TryPop(out var place))
        {
            if (place.Next >= place.Element.ChildNodes.Length)
            {
                if (place.Name is not null)
                {
                    _visitor.Leave(place.Name);
                }

                continue;
            }

            _places.Push(place with { Next = place.Next + 1 });
            var child = place.Element.ChildNodes[place.Next];
            if (child is IElement element)
            {
                Element(element, place);
            }
            else if (child is IText text)
            {
                Text(text.Data, place);
            }
        }
    }

    private void Element(IElement element, in Place parent)
    {
        var (fate, name) = ElementRules.For(element.LocalName, element.NamespaceUri == NamespaceNames.HtmlUri);
        if (fate == ElementFate.Drop)
        {
            return;
        }

        var style = _styles.Of(element.GetAttribute("style"));
        if (Seen(element, style, parent) is not { } seen)
        {
            SawHidden |= !string.IsNullOrWhiteSpace(element.TextContent);
            return;
        }

        var isPicture = fate is ElementFate.Image or ElementFate.Field;
        if (fate != ElementFate.Unwrap && !(isPicture && seen.IsInvisible))
        {
            _visitor.Enter(element, fate, name, style);
        }

        if (!isPicture)
        {
            _places.Push(seen with { Name = fate == ElementFate.Keep ? name : null });
        }
    }

    private void Text(string text, in Place place)
    {
        var isBlank = string.IsNullOrWhiteSpace(text);
        if (place.IsInvisible || place.FontIsNought)
        {
            SawHidden |= !isBlank;
            return;
        }

        SawText |= !isBlank;
        _visitor.Text(text);
    }

    private Place? Seen(IElement element, InlineStyles.Style style, in Place parent)
    {
        var place = parent with { Element = element, Next = 0 };
        if (_reveal)
        {
            return place;
        }

        Span<HidingValue> values = stackalloc HidingValue[(int)HidingProperty.Count];
        _cascade.Resolve(element, style.Hiding, values);
        var isCut = values[(int)HidingProperty.Overflow] == HidingValue.Hidden
            && (values[(int)HidingProperty.MaxHeight] == HidingValue.Hidden || values[(int)HidingProperty.Height] == HidingValue.Hidden);
        return isCut || values[(int)HidingProperty.Display] == HidingValue.Hidden || values[(int)HidingProperty.Opacity] == HidingValue.Hidden
            ? null
            : place with
            {
                FontIsNought = Inherit(values[(int)HidingProperty.FontSize], parent.FontIsNought),
                IsInvisible = Inherit(values[(int)HidingProperty.Visibility], parent.IsInvisible),
            };
    }

    private static bool Inherit(HidingValue value, bool above) => value switch
    {
        HidingValue.Hidden => true,
        HidingValue.Shown => false,
        _ => above,
    };

    private readonly record struct Place(IElement Element, int Next, string? Name, bool FontIsNought, bool IsInvisible);
}
