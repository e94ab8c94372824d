using System.Text;
using Portal.Core.Smime;

namespace Portal.Benchmarks;

/// <summary>Tunnelled mails as a gateway makes them: AES-256-CBC, RSA signature, opaque, message/rfc822 inside.</summary>
internal sealed class TunnelMails(TunnelKey gateway, string tunnelCertificate)
{
    /// <summary>A mail with that much text inside; no two have the same content.</summary>
    public async Task<byte[]> CreateAsync(int size)
    {
        using var mail = new MemoryStream();
        using var entity = new MemoryStream(Original(size));
        await WriteAsync(entity, mail);
        return mail.ToArray();
    }

    /// <summary>Wraps an entity of any size.</summary>
    public async Task WriteAsync(Stream entity, Stream mail)
    {
        using var portal = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(tunnelCertificate);
        var options = new TunnelWriterOptions { Signer = gateway, Recipients = [portal] };
        await mail.WriteAsync(Encoding.ASCII.GetBytes(
            $"From: gateway@example.com\r\nSubject: Tunnel\r\nMIME-Version: 1.0\r\nContent-Type: {TunnelWriter.ContentType(options)}\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"));
        await new TunnelWriter(TimeProvider.System).WriteAsync(entity, mail, options, CancellationToken.None);
    }

    /// <summary>The signed content: half HTML text, half a base64 attachment.</summary>
    public static byte[] Original(int size)
    {
        var text = new StringBuilder(
            $"Content-Type: message/rfc822\r\n\r\nFrom: Alice Example <alice@example.com>\r\nTo: Bob <bob@example.org>\r\n"
            + $"Subject: Statement {Guid.NewGuid():N}\r\nDate: Fri, 20 Nov 2026 14:05:00 +0100\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Dear Bob,</p>\r\n");
        while (text.Length < size / 2)
        {
            text.Append("<p style=\"margin: 8px\">Your <b>statement</b> for this quarter shows nothing unusual, see the <i>table</i>.</p>\r\n");
        }

        text.Append("\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var rest = new byte[Math.Max(0, size - text.Length) * 3 / 4 * 76 / 78];
        text.Append(Convert.ToBase64String(rest, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n--b--\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
