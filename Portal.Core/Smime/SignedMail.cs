using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>A signed mail (RFC 8551 §3.5) that somebody brings to show a certificate.</summary>
public static class SignedMail
{
    /// <summary>
    /// The certificate of the one who signed, after the signature has held. Others that lie in the signature are passed over: anybody can put them there
    /// (SEPPmail CVE-2026-29140, hMailServer CVE-2026-107587).
    /// </summary>
    /// <param name="mail">The mail with its header, its lines ending in CRLF.</param>
    /// <param name="now">The time that the certificate is checked by.</param>
    /// <returns>Null where there is none, or the signature does not hold. Bad input never throws.</returns>
    public static X509Certificate2? FindSigner(ReadOnlySpan<byte> mail, DateTimeOffset now)
    {
        using var entity = new SignedEntity { IsAuthenticated = true };
        var output = new byte[Limits.Chunk + SignedEntity.Slack];
        try
        {
            for (; !mail.IsEmpty; mail = mail[Math.Min(Limits.Chunk, mail.Length)..])
            {
                entity.Push(mail[..Math.Min(Limits.Chunk, mail.Length)], output);
            }

            return entity.Finish(new CarriedSignerCheck(now)).Signer.Certificate;
        }
        catch (Exception error) when (error is RefusedException or AsnContentException or CryptographicException)
        {
            return null;
        }
    }
}
