using System.Text;
using System.Text.RegularExpressions;
using Portal.Core.Html;

namespace Portal.Fuzz.Targets;

/// <summary>Style sheets and style attributes: what comes out loads nothing, closes what it opens, and is the same when it is read again.</summary>
internal sealed partial class CssTarget : IFuzzTarget
{
    private static readonly HtmlSanitiser Sanitiser = new();

    public string Name => "css";

    public IReadOnlyList<byte[]> Seeds { get; } = Material.Words(
        ".a{color:red;background:url(https://a.example/x) #fff no-repeat}@media (max-width:600px){.a .b>p{width:100%!important}}",
        "font:bold 14px/1.5 'Open Sans',Arial;width:calc(100% - (2 * 10px));background:linear-gradient(to right,#fff 0%,rgba(0,0,0,.5) 100%)",
        "@import 'x';@font-face{src:url(x)}a[href^=x]{color:red}p:has(a){display:none}#x.y.z,td{margin:0 auto 1.5em;border:1px solid #ccc}",
        "background-image:url(data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7);d\\69splay:n\\6fne");

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "{", "}", "(", ")", "[", "]", ";", ":", ",", "'", "\"", "\\", "\\28 ", "\\7d ", "\\3c ", "/*", "*/", "<!--", "-->", "</style>", "<", "url(", "calc(", "rgb(", "linear-gradient(", "@media ", "@layer ",
        "@supports ", "@import ", "!important", "display:none", "color:", "width:", "1e99", "-1px", "%", "#", ".a", ">", "*", "\0", "\n", "\u00A0", "expression(", "var(--x)", "//");

    public Task RunAsync(byte[] input)
    {
        var css = Encoding.UTF8.GetString(input);
        var html = new StringBuilder("<style>").Append(css).Append("</style><p class=a style=\"").Append(css.Replace("\"", "&quot;", StringComparison.Ordinal)).Append("\">x").ToString();
        var markup = Sanitiser.Sanitise(html, new SanitiserOptions()).Html.Markup;
        var from = markup.IndexOf("<style>", StringComparison.Ordinal) + "<style>".Length;
        var sheet = Picture().Replace(markup[from..markup.IndexOf("</style>", StringComparison.Ordinal)], "url()");
        foreach (var word in new[] { "<", "@import", "@font-face", "//", "url(h", "expression", "javascript" })
        {
            Check(!sheet.Contains(word, StringComparison.OrdinalIgnoreCase), $"The sheet says {word}.");
        }

        foreach (var (open, close) in new[] { ('{', '}'), ('(', ')'), ('[', ']') })
        {
            Check(sheet.Count(c => c == open) == sheet.Count(c => c == close), $"The sheet opens {open} and does not close it.");
        }

        return Task.CompletedTask;
    }

    [GeneratedRegex("""url\("data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+"\)""")]
    private static partial Regex Picture();

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new FuzzException(what);
        }
    }
}
