using System.Text;

namespace Portal.Core.Html.Css;

/// <summary>Writes the mail's rules anew: selectors with prefixed names, declarations of the allow list, conditions of the small grammar.</summary>
internal static class CssSheetWriter
{
    private const int MostCharacters = 200_000;

    public static string Write(IReadOnlyList<CssRule> rules, CssStyleContext context)
    {
        var css = new StringBuilder();
        var writer = new CssDeclarationWriter(context);
        var query = "";
        foreach (var rule in rules)
        {
            var body = new StringBuilder();
            writer.Write(rule.Declarations, body, important: true, colours: !rule.Media.IsConditional);
            if (body.Length == 0 || css.Length + body.Length > MostCharacters)
            {
                continue;
            }

            if (rule.Media.Query != query)
            {
                css.Append(query.Length > 0 ? "}" : "");
                query = rule.Media.Query;
                css.Append(query.Length > 0 ? $"@media {query}{{" : "");
            }

            for (var i = 0; i < rule.Selectors.Count; i++)
            {
                css.Append(i > 0 ? "," : "");
                rule.Selectors[i].Write(css);
            }

            css.Append('{').Append(body).Append('}');
        }

        return css.Append(query.Length > 0 ? "}" : "").ToString();
    }
}
