using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.CrashTests;

/// <summary>The gateway: the platform's CMS, which the product does not use, makes its tunnelled mails.</summary>
internal sealed class Sender : IDisposable
{
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public Sender()
    {
        var now = TimeProvider.System.GetUtcNow();
        _certificate = new CertificateRequest("CN=crash sender", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    /// <summary>What the portal is told to trust.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>An original that no other is like.</summary>
    public static byte[] Original(int size)
    {
        var text = new StringBuilder(size + 100).Append(
            $"From: Alice Example <alice@example.com>\r\nTo: bob@example.org\r\nSubject: Crash\r\nMessage-ID: <{Guid.NewGuid():N}@example.com>\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var rest = RandomNumberGenerator.GetBytes(Math.Max(3, (size - text.Length) * 57 / 78));
        return Encoding.ASCII.GetBytes(text.Append(Base64(rest)).ToString());
    }

    /// <summary>Signed, encrypted, and wrapped in an outer header.</summary>
    /// <param name="original">The mail.</param>
    /// <param name="portal">Whom it is encrypted to.</param>
    /// <param name="remark">What is signed beside the mail: with another remark it is another mail to the portal.</param>
    public byte[] Wrap(byte[] original, X509Certificate2 portal, string remark = "")
    {
        var head = Encoding.ASCII.GetBytes($"Content-Type: message/rfc822\r\n{remark}\r\n");
        var signed = new SignedCms(new ContentInfo([.. head, .. original]), detached: false);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate) { DigestAlgorithm = new Oid(Sha256) };
        signer.SignedAttributes.Add(new Pkcs9SigningTime());
        signed.ComputeSignature(signer);
        var enveloped = new EnvelopedCms(new ContentInfo(Entity("signed-data", signed.Encode())), new AlgorithmIdentifier(new Oid(Aes256Cbc)));
        enveloped.Encrypt(new CmsRecipient(portal));
        return [.. "From: gateway@example.com\r\nSubject: Tunnel\r\nMIME-Version: 1.0\r\n"u8, .. Entity("enveloped-data", enveloped.Encode())];
    }

    /// <summary>Opens what the portal encrypted to the gateway, and looks at its signature.</summary>
    /// <param name="mail">Head and body.</param>
    /// <param name="portal">Who must have signed it.</param>
    /// <returns>The mail inside.</returns>
    public string Unwrap(string mail, X509Certificate2 portal)
    {
        var enveloped = new EnvelopedCms();
        enveloped.Decode(Body(mail));
        enveloped.Decrypt([_certificate]);
        var signed = new SignedCms();
        signed.Decode(Body(Encoding.Latin1.GetString(enveloped.ContentInfo.Content)));
        signed.CheckSignature([portal], verifySignatureOnly: true);
        if (!signed.SignerInfos[0].Certificate!.RawDataMemory.Span.SequenceEqual(portal.RawDataMemory.Span))
        {
            throw new InvalidOperationException("Somebody else signed a reply.");
        }

        return Encoding.UTF8.GetString(signed.ContentInfo.Content);
    }

    private static byte[] Body(string entity) => Convert.FromBase64String(entity[entity.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]);

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static byte[] Entity(string type, byte[] cms) => Encoding.ASCII.GetBytes(
        $"Content-Type: application/pkcs7-mime; smime-type={type}; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n{Base64(cms)}\r\n");

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
}
