using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>P-256 keys as PEM (RFC 7468): PKCS #8 for key pairs, SubjectPublicKeyInfo for public keys.</summary>
internal static class KeyPem
{
    private const string P256 = "1.2.840.10045.3.1.7";

    public static char[] Write(P256KeyPair pair)
    {
        using var key = ECDiffieHellman.Create();
        var scalar = pair.ExportPrivate();
        key.ImportParameters(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
        CryptographicOperations.ZeroMemory(scalar);
        var der = key.ExportPkcs8PrivateKey();
        var pem = PemEncoding.Write("PRIVATE KEY", der);
        CryptographicOperations.ZeroMemory(der);
        return pem;
    }

    public static char[] Write(P256PublicKey key)
    {
        using var imported = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = key.Bytes[1..33].ToArray(), Y = key.Bytes[33..].ToArray() },
        });
        return PemEncoding.Write("PUBLIC KEY", imported.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Reads a PKCS #8 private key on P-256.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public static P256KeyPair ReadPair(ReadOnlySpan<char> pem)
    {
        using var key = Import(pem, "PRIVATE KEY", (ec, der) => ec.ImportPkcs8PrivateKey(der, out _));
        var parameters = key.ExportParameters(includePrivateParameters: true);
        try
        {
            return P256KeyPair.FromPrivate(parameters.D);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    /// <summary>Reads a SubjectPublicKeyInfo of P-256.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public static P256PublicKey ReadPublic(ReadOnlySpan<char> pem)
    {
        using var key = Import(pem, "PUBLIC KEY", (ec, der) => ec.ImportSubjectPublicKeyInfo(der, out _));
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return P256PublicKey.FromBytes([0x04, .. q.X!, .. q.Y!]);
    }

    private static ECDiffieHellman Import(ReadOnlySpan<char> pem, string label, Action<ECDiffieHellman, byte[]> import)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || !pem[fields.Label].SequenceEqual(label))
        {
            throw new CryptographicException("No PEM block of the expected kind.");
        }

        var der = new byte[fields.DecodedDataLength];
        var key = ECDiffieHellman.Create();
        try
        {
            Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _);
            import(key, der);

            // A key that spells its curve out has no name for it, and is refused even if it spells P-256.
            if (key.ExportParameters(includePrivateParameters: false).Curve is not { IsNamed: true, Oid.Value: P256 })
            {
                throw new CryptographicException("A key on another curve.");
            }

            return key;
        }
        catch (PlatformNotSupportedException e)
        {
            // So the platform refuses a curve that it does not know.
            key.Dispose();
            throw new CryptographicException("A key on another curve.", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }
}
