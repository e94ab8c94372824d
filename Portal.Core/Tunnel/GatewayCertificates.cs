using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Tunnel;

/// <summary>
/// The certificates of one gateway as they are stored: DER, one after the other, the newest last. Usually it is one; during a change of
/// the gateway's certificate the next stands beside the present, and either opens the tunnel as long as it is valid.
/// </summary>
public static class GatewayCertificates
{
    /// <summary>How many may stand side by side.</summary>
    public const int Most = 4;

    /// <summary>Takes them apart.</summary>
    /// <returns>The certificates, the caller's to dispose.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The bytes are no certificates.</exception>
    public static IReadOnlyList<X509Certificate2> Read(byte[] stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return [.. Split(stored).Select(X509CertificateLoader.LoadCertificate)];
    }

    /// <summary>The stored bytes with one more certificate behind. One that is there already moves to the end; those that have ended go.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The bytes are no certificates.</exception>
    internal static byte[] With(byte[] stored, X509Certificate2 added, DateTimeOffset now)
    {
        var kept = Split(stored).Where(der => !der.AsSpan().SequenceEqual(added.RawData) && !HasEnded(der, now)).TakeLast(Most - 1);
        return [.. kept.SelectMany(der => der), .. added.RawData];
    }

    private static bool HasEnded(byte[] der, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.NotAfter.ToUniversalTime() < now.UtcDateTime;
    }

    private static List<byte[]> Split(byte[] stored)
    {
        var pieces = new List<byte[]>();
        for (var at = 0; at < stored.Length;)
        {
            var rest = stored.AsSpan(at);
            if (!AsnDecoder.TryReadEncodedValue(rest, AsnEncodingRules.DER, out _, out _, out _, out var length))
            {
                throw new System.Security.Cryptography.CryptographicException("The stored certificates cannot be read.");
            }

            pieces.Add(rest[..length].ToArray());
            at += length;
        }

        return pieces;
    }
}
