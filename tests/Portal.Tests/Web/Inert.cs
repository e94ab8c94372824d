using System.Text.RegularExpressions;
using Portal.Security;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>A page on which nothing that a mail or a person brought runs.</summary>
internal static class Inert
{
    private static readonly OwnScript[] Own =
        [OwnScript.PasswordStrength, OwnScript.Passkeys, OwnScript.SessionEnd, OwnScript.MailKeys, OwnScript.Compose];

    /// <summary>The page without our own scripts: they stand there by a word of the answer, and nothing that is typed can look like them.</summary>
    public static string WithoutOwn(string page) => Regex.Replace(
        page,
        $"<script src=\"(?:{string.Join('|', Own.Select(script => Regex.Escape(script.Url)))})\" nonce=\"[A-Za-z0-9/=&#;]+\" defer></script>",
        "");

    public static void Check(string page)
    {
        var rest = WithoutOwn(page);
        Assert.DoesNotContain("<img src=x", rest, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", rest, StringComparison.OrdinalIgnoreCase);
    }
}
