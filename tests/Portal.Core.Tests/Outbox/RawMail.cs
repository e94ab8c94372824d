using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Core.Outbox;

namespace Portal.Core.Tests.Outbox;

/// <summary>A composed mail, looked at as bytes and as a simple reader would see it.</summary>
internal sealed class RawMail
{
    public RawMail(OutgoingMail mail)
    {
        Raw = Encoding.UTF8.GetString(mail.Content.Span);
        Lines = Raw.Split("\r\n");
        Headers = Regex.Replace(Raw[..Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)], "\r\n(?=[ \t])", "").Split("\r\n");
        var parts = Regex.Split(Raw, "\r\n--=_[^\r\n]+\r\n");
        (Text, Html) = (Decoded(parts[1]), Decoded(parts[2]));
        TextLines = Text.Split("\r\n");
    }

    public string Raw { get; }

    public string[] Lines { get; }

    public string[] Headers { get; }

    public string Text { get; }

    public string[] TextLines { get; }

    public string Html { get; }

    private static string Decoded(string part)
    {
        var body = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return !part.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase) ? body : Encoding.UTF8.GetString(
            Encoding.Latin1.GetBytes(Regex.Replace(body.Replace("=\r\n", "", StringComparison.Ordinal), "=([0-9A-F]{2})",
                m => ((char)byte.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())));
    }
}
