using System.Text;
using Portal.Core.Html;
using TestKit;

namespace Portal.Fuzz.Targets;

/// <summary>The sanitiser, what a second sanitising finds, and the plain text.</summary>
internal sealed class HtmlTarget : IFuzzTarget
{
    private static readonly HtmlSanitiser Sanitiser = new();

    public string Name => "html";

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. Material.Vectors("html-dompurify"), .. Material.Vectors("html-owasp"), Encoding.UTF8.GetBytes(Newsletter.Write(3)), "<p>x"u8.ToArray()];

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "<", ">", "</", "\"", "'", "&", "&#", "&#x110000;", "<table>", "<td>", "<svg>", "<math>", "<mtext>", "<style>", "</style>", "<b>", "<a>", "<p>", "<template>",
        "<select>", "<script>", "<!--", "-->", "<![CDATA[", "]]>", " style=\"", "url(", "@media(", "{", "}", "\\", "/*", "*/", "javascript:", "data:image/png;base64,", "cid:", "\0",
        "<font>", "<i>", "<form>", "<plaintext>", "display:none", "calc(", ":not(", "[a=", "!important", "<li>", "<blockquote>", "<img src=",
        "<base href=", "<meta http-equiv=refresh content=", "<ruby><rp>", " class=\"a a\"", "<style>.b.a{display:none}", "<desc>", "<object>", "<rt>", " https://a.example/)))", "a@b.c", "display:table-column");

    public Task RunAsync(byte[] input)
    {
        var html = Encoding.UTF8.GetString(input);
        var once = Sanitiser.Sanitise(html, new SanitiserOptions());
        var twice = Sanitiser.Sanitise(once.Html.Markup, new SanitiserOptions());
        PlainText.FromHtml(html);
        PlainText.ToHtml(html);
        return twice is { ActiveRemoved: 0, RemoteImagesBlocked: 0 }
            ? Task.CompletedTask
            : throw new FuzzException("The second sanitising found something active that the first had let through.");
    }
}
