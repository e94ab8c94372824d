using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>
/// All that somebody sees of an answer: status, headers, cookies with their attributes, and body. Of what is random, tokens, nonces and the values of
/// cookies, the length is kept (a sealed question's aside); of the address that was typed, that it stands there.
/// </summary>
internal static partial class SeenAnswer
{
    public static async Task<string> SeenAsync(this HttpResponseMessage response, string address)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength ?? bytes.Length); // the header says no more than the body, and is left out
        var headers = response.Headers.Concat(response.Content.Headers.Where(h => h.Key != "Content-Length"))
            .SelectMany(header => header.Value.Select(value => $"{header.Key}: {value}"));
        var seen = $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{Encoding.UTF8.GetString(bytes)}";
        seen = Random().Replace(seen, match => $"{match.Groups[1].Value}<{Length(match.Groups[2].Value)}>");
        return RowId().Replace(Sealed().Replace(seen, "$1<>"), "<id>")
            .Replace(WebUtility.HtmlEncode(address), "ADDRESS", StringComparison.Ordinal)
            .Replace(Uri.EscapeDataString(address), "ADDRESS", StringComparison.Ordinal)
            .Replace(address, "ADDRESS", StringComparison.Ordinal);
    }

    /// <summary>Fails at the first place where two of the answers differ.</summary>
    public static void AssertAlike(IEnumerable<string> answers)
    {
        var different = answers.Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(different);
        Assert.All(different[1..], answer => Assert.Equal(different[0], answer));
    }

    private static string Length(string value) => WebUtility.HtmlDecode(value).Length.ToString(CultureInfo.InvariantCulture);

    // Cookies, the token of forms, the challenge of a passkey, and nonces in the policy and in the page.
    [GeneratedRegex(
        "(Set-Cookie: [^=\n]+=|name=\"__RequestVerificationToken\" type=\"hidden\" value=\"|&quot;challenge&quot;:&quot;| nonce=\"|'nonce-)"
        + "((?:&#x2B;|(?!&quot;)[^;\"'\n])*)")]
    private static partial Regex Random();

    // What is kept of a passkey's question writes random bytes as text and escapes some signs: its length is random, too. Each visit to a provider has
    // a cookie for itself.
    [GeneratedRegex("(name=\"token\" value=\"|__Host-external-)[^\"=]*")]
    private static partial Regex Sealed();

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex RowId();
}
