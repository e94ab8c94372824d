using System.Text;
using System.Text.Json;
using TestKit;

namespace Portal.BrowserTests.Vectors;

/// <summary>One hostile piece of HTML of the outside material.</summary>
internal sealed record Vector(string Id, string Html)
{
    /// <summary>All of DOMPurify's and OWASP's.</summary>
    public static IReadOnlyList<Vector> All() => [.. Read("html-dompurify"), .. Read("html-owasp")];

    /// <summary>A mail with one HTML part for each.</summary>
    public static string Mail(IEnumerable<Vector> vectors, string to)
    {
        var mail = new StringBuilder($"""
            From: Mallory <mallory@example.com>
            To: <{to}>
            Subject: Vectors
            Date: Fri, 20 Nov 2026 14:05:00 +0100
            Message-ID: <{Guid.NewGuid():N}@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=m

            """);
        foreach (var vector in vectors)
        {
            mail.Append("\n--m\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n")
                .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(vector.Html), Base64FormattingOptions.InsertLineBreaks));
        }

        return mail.Append("\n--m--\n").ToString();
    }

    private static IEnumerable<Vector> Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Corpora.PathOf(folder, "vectors.json")));
        return [.. json.RootElement.EnumerateArray().Select(v => new Vector(v.GetProperty("id").GetString()!, v.GetProperty("html").GetString()!))];
    }
}
