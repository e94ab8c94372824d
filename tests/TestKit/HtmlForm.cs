using System.Net;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>Reads forms out of pages as a browser would.</summary>
public static partial class HtmlForm
{
    /// <summary>The hidden fields of the page's form with that action; of several of the one that has the pressed button, such as <c>do=Lock</c>.</summary>
    public static IEnumerable<(string Name, string Value)> Hidden(string html, string action, params IReadOnlyCollection<(string Name, string Value)> pressed)
    {
        var forms = Form().Matches(html).Select(m => m.Value).Where(form => form.Contains($"action=\"{action}\"", StringComparison.Ordinal)).ToList();
        var form = forms.Find(form => pressed.Any(field => form.Contains($"name=\"{field.Name}\" value=\"{field.Value}\"", StringComparison.Ordinal))) ?? forms[0];
        return HiddenField().Matches(form).Select(m => (Attribute(m.Value, "name"), WebUtility.HtmlDecode(Attribute(m.Value, "value"))));
    }

    private static string Attribute(string tag, string name) => Regex.Match(tag, $" {name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenField();
}
