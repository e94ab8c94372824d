using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Text;
using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>The tree of an HTML mail as a browser would build it, its style rules, and how much in it was active.</summary>
internal sealed class MailDocument
{
    private const int MostStyle = 512 * 1024;

    private MailDocument(IElement? body, int active, List<CssRule> rules)
    {
        Body = body;
        Active = active;
        Rules = rules;
    }

    public IElement? Body { get; }

    public int Active { get; }

    public List<CssRule> Rules { get; }

    /// <summary>
    /// Parses once. A mail nested or multiplied beyond what a reader could have written is parsed as its bare text instead: the parser's
    /// work grows with the square of the depth.
    /// </summary>
    public static MailDocument Parse(string html)
    {
        try
        {
            return Build(html);
        }
        catch (ParseBudget.ExceededException)
        {
            return Build(TagStripper.ToText(html));
        }
    }

    private static MailDocument Build(string html)
    {
        var budget = new ParseBudget();
        var parser = new HtmlParser(new HtmlParserOptions
        {
            IsScripting = false,
            IsNotSupportingFrames = true,
            SkipComments = true,
            DisableElementPositionTracking = true,
            MaximumDepth = int.MaxValue,
            OnCreated = budget.Created,
            ShouldEmitAttribute = budget.Wants,
        });
        var document = parser.ParseDocument(html);
        return new MailDocument(document.Body, budget.Active, Sheets(budget.Styles));
    }

    private static List<CssRule> Sheets(List<IElement> styles)
    {
        var rules = new List<CssRule>();
        var room = MostStyle;
        foreach (var style in styles)
        {
            // A sheet in a template hangs on no document and does not count; neither does one of another type.
            var type = style.GetAttribute("type");
            var sheet = style.TextContent;
            if (style.ParentElement is null || (!string.IsNullOrEmpty(type) && !type.Isi("text/css")) || (room -= sheet.Length) < 0)
            {
                continue;
            }

            CssSheetReader.Read(sheet, style.GetAttribute("media"), rules);
        }

        return rules;
    }
}
