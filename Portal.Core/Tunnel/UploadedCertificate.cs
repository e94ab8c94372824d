using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Core.Smime;

namespace Portal.Core.Tunnel;

/// <summary>Finds the certificate in what a person uploads: PEM, DER, or a signed mail.</summary>
public static class UploadedCertificate
{
    /// <summary>The most bytes that are looked at.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>Whether a private key lies in it, which nobody should hand out.</summary>
    public static bool HasPrivateKey(ReadOnlySpan<byte> upload) => upload.IndexOf("PRIVATE KEY-----"u8) >= 0;

    /// <summary>The certificate, or null where there is none that can be read. Bad input never throws.</summary>
    /// <param name="upload">The file.</param>
    /// <param name="now">The time that a mail's signature is checked by.</param>
    public static X509Certificate2? Find(byte[] upload, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(upload);
        if (upload.Length > MostBytes || HasPrivateKey(upload))
        {
            return null;
        }

        return upload is [0x30, ..] ? Load(upload)
            : upload.AsSpan().IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0 ? FromPem(Encoding.Latin1.GetString(upload))
            : SignedMail.FindSigner(WithLineEnds(upload), now);
    }

    // The first: what follows it is its chain.
    private static X509Certificate2? FromPem(string text)
    {
        foreach (var (label, location) in Fields(text))
        {
            if (label == "CERTIFICATE")
            {
                return Load(Convert.FromBase64String(text[location]));
            }
        }

        return null;
    }

    private static IEnumerable<(string Label, Range Data)> Fields(string text)
    {
        var start = 0;
        while (PemEncoding.TryFind(text.AsSpan(start), out var found))
        {
            yield return (text[start..][found.Label], (start + found.Base64Data.Start.Value)..(start + found.Base64Data.End.Value));
            start += found.Location.End.Value;
        }
    }

    private static X509Certificate2? Load(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // A mail that was saved with the line ends of its system is signed with those of mail (RFC 8551 §3.1.1).
    private static byte[] WithLineEnds(byte[] mail) => mail.AsSpan().IndexOf("\r\n"u8) >= 0
        ? mail
        : Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(mail).Replace("\n", "\r\n", StringComparison.Ordinal));
}
