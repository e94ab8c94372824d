using System.Globalization;
using System.Reflection;
using System.Text;

namespace Portal.Cli.Demo;

/// <summary>The mails that the demo sends: files beside this one, with today's date and a fresh Message-ID put in.</summary>
internal static class DemoMails
{
    public static IReadOnlyList<(string Recipient, string Name)> All { get; } =
        [("bob@example.org", "contract"), ("bob@example.org", "newsletter"), ("carol@example.org", "befund")];

    /// <summary>The signed content: the complete original in its message/rfc822 wrapper (docs/flows.md).</summary>
    public static byte[] Entity(string name, DateTimeOffset now)
    {
        var mail = Read($"{name}.eml")
            .Replace("{date}", now.ToString("ddd, d MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{id}", Guid.NewGuid().ToString("N"), StringComparison.Ordinal)
            .Replace("{pdf}", Base64(DemoFiles.Pdf()), StringComparison.Ordinal)
            .Replace("{png}", Base64(DemoFiles.Png()), StringComparison.Ordinal);
        var wrapped = "Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n" + mail;
        return Encoding.UTF8.GetBytes(wrapped.ReplaceLineEndings("\r\n"));
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.Cli.Demo.Mails.{file}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
