using System.Globalization;
using System.Text;

namespace Portal.Core.Html.Css;

/// <summary>
/// A media query of the small grammar: <c>all</c> and <c>screen</c>, and widths (Media Queries Level 4). One that asks for anything else is
/// dropped with its rules, and so is print: what is printed is what is seen. A mail with colours always has a light ground, so its rules for
/// light hold everywhere and those for dark nowhere: they darken but a part of it, and what we add would stand black on black.
/// </summary>
internal sealed record CssMedia(string Query)
{
    /// <summary>The query that always holds on a screen, whose rules count as if they stood outside.</summary>
    public static CssMedia Always { get; } = new("");

    public bool IsConditional => Query.Length > 0;

    /// <summary>Reads the words between <c>@media</c> and its block; null when no query of the list is of the grammar.</summary>
    public static CssMedia? Read(List<CssToken> tokens, int start, int end)
    {
        var queries = new List<string>();
        for (var i = start; i <= end;)
        {
            var stop = i;
            while (stop < end && tokens[stop].Kind != CssKind.Comma)
            {
                stop++;
            }

            if (One(tokens, i, stop) is { } query && queries.Count < 4)
            {
                queries.Add(query);
            }

            i = stop + 1;
        }

        return queries.Count == 0 ? null : queries.Contains("") ? Always : new CssMedia(string.Join(",", queries));
    }

    private static string? One(List<CssToken> tokens, int start, int end)
    {
        var query = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            if (tokens[i].Kind == CssKind.Whitespace || (tokens[i].Kind == CssKind.Ident && tokens[i].Text.ToLowerInvariant() is "and" or "only" or "screen" or "all"))
            {
                continue;
            }

            if (!tokens[i].Is(CssKind.Open, "("))
            {
                return null;
            }

            var close = CssReader.Closing(tokens, i, end);
            if (Feature(tokens, i + 1, close) is not { } feature || query.Length > 200)
            {
                return null;
            }

            query.Append(query.Length == 0 || feature.Length == 0 ? "" : " and ").Append(feature);
            i = close;
        }

        return query.ToString();
    }

    private static string? Feature(List<CssToken> tokens, int start, int end)
    {
        var feature = CssReader.Declarations(tokens, start, end).FirstOrDefault();
        return feature switch
        {
            { Name: "max-width" or "min-width" or "max-device-width" or "min-device-width", Single: { Kind: CssKind.Dimension, Text: "px" or "em" } width } =>
                string.Create(CultureInfo.InvariantCulture, $"({feature.Name.Replace("device-", "", StringComparison.Ordinal)}:{Math.Clamp(width.Number, 0, 10_000):0.###}{width.Text})"),
            { Name: "prefers-color-scheme" } when feature.Says("light") => "",
            _ => null,
        };
    }
}
