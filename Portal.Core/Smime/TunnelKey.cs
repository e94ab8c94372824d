using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>A key pair of the tunnel with its certificate: gateways encrypt to it, and it signs what leaves. Safe for use by several threads.</summary>
public sealed class TunnelKey : IDisposable
{
    private const int SmallestRsaKey = 2048;
    private const int LargestRsaKey = 4096;

    /// <summary>Takes over the certificate, which must have its private key.</summary>
    /// <exception cref="ArgumentException">No private key, or neither RSA of 2048 to 4096 bits nor P-256 (or P-384).</exception>
    public TunnelKey(X509Certificate2 withPrivateKey)
    {
        Certificate = withPrivateKey;
        Rsa = withPrivateKey.GetRSAPrivateKey();
        Ecdh = Rsa is null ? withPrivateKey.GetECDiffieHellmanPrivateKey() : null;
        Ecdsa = Rsa is null ? withPrivateKey.GetECDsaPrivateKey() : null;
        Point = Ecdh?.ExportParameters(includePrivateParameters: false).Q ?? default;
        var fits = Rsa is not null
            ? Rsa.KeySize is >= SmallestRsaKey and <= LargestRsaKey
            : (Ecdh?.KeySize ?? Ecdsa?.KeySize) is 256 or 384;
        if (!fits)
        {
            throw new ArgumentException("A tunnel key is RSA of 2048 to 4096 bits, P-256 or P-384, with its private key.", nameof(withPrivateKey));
        }
    }

    /// <summary>The certificate; its private key stays inside.</summary>
    public X509Certificate2 Certificate { get; }

    internal RSA? Rsa { get; }

    internal ECDiffieHellman? Ecdh { get; }

    /// <summary>The public point of <see cref="Ecdh"/>, exported once: that takes its time.</summary>
    internal ECPoint Point { get; }

    internal ECDsa? Ecdsa { get; }

    /// <summary>Makes a key pair with a self-signed certificate of ten years.</summary>
    /// <param name="algorithm">The kind.</param>
    /// <param name="subject">The common name, plain text.</param>
    /// <param name="time">The clock that the certificate's time begins by.</param>
    public static TunnelKey Create(TunnelKeyAlgorithm algorithm, string subject, TimeProvider time) =>
        new(TunnelCertificate.Create(algorithm, subject, time.GetUtcNow()));

    /// <summary>Reads the PEM files that <see cref="Save"/> writes.</summary>
    /// <exception cref="CryptographicException">Not a certificate, not a key, or not a pair.</exception>
    public static TunnelKey Load(string certificateFile, string keyFile) =>
        new(X509Certificate2.CreateFromPemFile(certificateFile, keyFile));

    /// <summary>Writes certificate and PKCS#8 key as PEM; the key's file is made with mode 0600 and must not exist.</summary>
    public void Save(string certificateFile, string keyFile)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(keyFile, options))
        {
            file.Write(((AsymmetricAlgorithm?)Rsa ?? Ecdsa)!.ExportPkcs8PrivateKeyPem());
            file.Write('\n');
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }

        File.WriteAllText(certificateFile, Certificate.ExportCertificatePem() + "\n");
    }

    /// <summary>Disposes the key and the certificate.</summary>
    public void Dispose()
    {
        Rsa?.Dispose();
        Ecdh?.Dispose();
        Ecdsa?.Dispose();
        Certificate.Dispose();
    }
}
