using System.Net;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>Reads forms out of pages as a browser would.</summary>
public static partial class HtmlForm
{
    /// <summary>The hidden fields of the page's form with that action.</summary>
    public static IEnumerable<(string Name, string Value)> Hidden(string html, string action)
    {
        var form = Form().Matches(html).First(m => m.Value.Contains($"action=\"{action}\"", StringComparison.Ordinal)).Value;
        return HiddenField().Matches(form).Select(m => (Attribute(m.Value, "name"), WebUtility.HtmlDecode(Attribute(m.Value, "value"))));
    }

    private static string Attribute(string tag, string name) => Regex.Match(tag, $" {name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenField();
}
