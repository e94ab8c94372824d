using FsCheck;
using FsCheck.Fluent;
using Portal.Core.Html;
using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class HtmlPropertyTests
{
    private static readonly string[] Pieces =
    [
        "<", ">", "</", "/>", "\"", "'", "=", " ", "\n", "&", ";", "<!--", "-->", "<![CDATA[", "]]>", "\0", "\u2028", "é", "text", "x", "p", "div", "table", "td", "tr", "<table>", "<td>",
        "<p ", "<a href=", "javascript:", "java\tscript:", "https://x.example/", "data:text/html,", "<img src=", "<svg>", "<math>", "<mtext>", "<style>", "</style>", "<script>", "</script>",
        "<title>", "<textarea>", "<select>", "<option>", "<template>", "<noscript>", "<plaintext>", "<form>", "<b>", "</b>", "<a>", "</a>", "</p>", "</table>", " onclick=", " style=", "color:red",
        "display:none", "url(", "https://x.example/a", ")", "{", "}", "@import ", "@media ", "\\", "\\3c", "expression(", "position:fixed", "/*", "*/", "[", "]", "(", "#a", ".b", ":", ",", "!important", "10px", "-1em",
    ];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1500);

    private static Gen<string> Soup => Gen.Elements(Pieces).ListOf().Select(parts => string.Concat(parts));

    [Fact]
    public void Any_soup_of_tags_comes_out_within_the_allow_list() =>
        Prop.ForAll(Soup.ToArbitrary(), html => !AllowList.Violations(AllowList.Parse(Bodies.Sanitise(html).Html)).Any()).Check(Many);

    [Fact]
    public void Any_soup_of_style_comes_out_within_the_allow_list() =>
        Prop.ForAll(Soup.ToArbitrary(), css => !AllowList.Violations(AllowList.Parse(Bodies.Sanitise($"<style>{css}</style><p style=\"{css}\" class=b>x").Html)).Any()).Check(Many);

    [Fact]
    public void Any_string_comes_out_within_the_allow_list() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => text is null || !AllowList.Violations(AllowList.Parse(Bodies.Sanitise(text).Html)).Any()).Check(Many);

    [Fact]
    public void What_was_made_safe_stays_safe_and_has_nothing_active_left() =>
        Prop.ForAll(Soup.ToArbitrary(), html =>
        {
            var again = Bodies.Sanitise(Bodies.Sanitise(html).Html.Markup);
            return again is { ActiveRemoved: 0, RemoteImagesBlocked: 0 } && !AllowList.Violations(AllowList.Parse(again.Html)).Any();
        }).Check(Many);

    [Fact]
    public void The_text_view_never_fails_and_says_the_same_words_as_the_page() =>
        Prop.ForAll(Soup.ToArbitrary(), html =>
        {
            var shown = Letters(AllowList.Parse(Bodies.Sanitise(html).Html).Body!.TextContent);
            return IsContained(shown, Letters(PlainText.FromHtml(html)));
        }).Check(Many);

    [Fact]
    public void Any_text_is_shown_to_the_letter_and_within_the_allow_list() =>
        Prop.ForAll(Soup.ToArbitrary(), text =>
        {
            var document = AllowList.Parse(PlainText.ToHtml(text));
            return !AllowList.Violations(document).Any() && Letters(document.Body!.TextContent) == Letters(text.Replace('\0', '\uFFFD'));
        }).Check(Many);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    // The text view has the targets of links beside the words of the page.
    private static bool IsContained(string shorter, string longer)
    {
        var at = 0;
        foreach (var c in longer)
        {
            at += at < shorter.Length && shorter[at] == c ? 1 : 0;
        }

        return at == shorter.Length;
    }
}
