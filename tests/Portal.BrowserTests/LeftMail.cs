using System.Text;
using System.Text.RegularExpressions;
using TestKit;

namespace Portal.BrowserTests;

/// <summary>A mail that left for the gateway: OpenSSL opened it, Python read what was inside.</summary>
/// <param name="To">The one to whom the outer mail goes.</param>
/// <param name="Text">The mail inside.</param>
/// <param name="Read">The same, read.</param>
internal sealed partial record LeftMail(string To, string Text, PythonMail Read)
{
    public static async Task<LeftMail> ReadAsync(string mail, OpenSslGateway gateway, string signingCertificate)
    {
        var inner = await gateway.UnwrapAsync(Encoding.Latin1.GetBytes(mail), signingCertificate);
        return new LeftMail(OuterTo().Match(mail).Groups[1].Value, Encoding.UTF8.GetString(inner), await PythonMail.ReadAsync(inner));
    }

    public string MessageId => Read.Text("message-id");

    public string Subject => Read.Text("subject");

    public string Plain => Read.Text("plain").ReplaceLineEndings("\n");

    /// <summary>The addresses that the mail inside names in a field.</summary>
    public string[] Named(string field) => [.. Read.Table(field).Select(person => person[1]!)];

    public string[] Files => [.. Read.Table("files").Select(file => file[0]!)];

    [GeneratedRegex(@"^To: <?([^<>\s]+)>?\s*$", RegexOptions.Multiline)]
    private static partial Regex OuterTo();
}
