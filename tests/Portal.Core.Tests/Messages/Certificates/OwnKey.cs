using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TestKit;

namespace Portal.Core.Tests.Messages.Certificates;

/// <summary>A person's key and certificate, of whatever kind a test wants, and the mail program that has it: OpenSSL.</summary>
internal sealed class OwnKey : IDisposable
{
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private readonly TempFolder _folder = new();
    private readonly AsymmetricAlgorithm _key;

    private OwnKey(AsymmetricAlgorithm key, X509Certificate2 certificate)
    {
        (_key, Certificate) = (key, certificate);
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public X509Certificate2 Certificate { get; }

    public string CertificateFile => _folder.File("own.crt");

    public string KeyFile => _folder.File("own.key");

    public byte[] Pem => Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem());

    public static OwnKey Create(DateTimeOffset now, string address = Post.Anna, Action<CertificateRequest>? change = null, int bits = 2048,
        ECCurve? curve = null, string subject = "CN=Anna", TimeSpan? lifetime = null, OwnKey? issuer = null, X509KeyUsageFlags? usage = null)
    {
        AsymmetricAlgorithm key = curve is { } named ? ECDsa.Create(named) : RSA.Create(bits);
        var request = key is ECDsa ecdsa
            ? new CertificateRequest(subject, ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(subject, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (address.Length > 0)
        {
            request.CertificateExtensions.Add(Names(new Asn1Tag(TagClass.ContextSpecific, 1), address));
        }

        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            usage ?? X509KeyUsageFlags.DigitalSignature | (curve is null ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.KeyAgreement), critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(EmailProtection)], critical: false));
        change?.Invoke(request);
        var (begin, end) = (now.AddDays(-1), now + (lifetime ?? TimeSpan.FromDays(365)));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = 1;
        return new OwnKey(key, issuer is null
            ? request.CreateSelfSigned(begin, end)
            : request.Create(
                issuer.Certificate.SubjectName, X509SignatureGenerator.CreateForRSA((RSA)issuer._key, RSASignaturePadding.Pkcs1), begin, end, serial));
    }

    /// <summary>A SubjectAltName with one name of the given choice.</summary>
    public static X509Extension Names(Asn1Tag choice, string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, name, choice);
        }

        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    /// <summary>A mail that its owner signed, with another's certificate beside the own where there is one.</summary>
    public async Task<byte[]> SignAsync(bool detached, OwnKey? beside = null) => await Tool.RunAsync("openssl", [
        "cms", "-sign", "-signer", CertificateFile, "-inkey", KeyFile, "-md", "sha256", "-crlfeol", detached ? "-stream" : "-nodetach",
        .. beside is null ? Array.Empty<string>() : ["-certfile", beside.CertificateFile], "-from", Post.Anna, "-subject", "Signed", "-outform", "SMIME"],
        Encoding.ASCII.GetBytes("Content-Type: text/plain\r\n\r\nGood day.\r\n"));

    /// <summary>What the mail program shows: the entity inside.</summary>
    public async Task<string> DecryptAsync(byte[] mail) => Encoding.UTF8.GetString(await Tool.RunAsync(
        "openssl", ["cms", "-decrypt", "-inform", "SMIME", "-recip", CertificateFile, "-inkey", KeyFile], mail));

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }
}
