using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>SignedData without its content (RFC 5652 §5.1).</summary>
internal static class SignedMetadata
{
    private const int MostCertificates = 20;
    private static readonly Asn1Tag Certificates = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The digests announced before the content that may be signed; what else is announced is passed over.</summary>
    public static IReadOnlyList<HashAlgorithmName> ReadDigests(byte[] metadata)
    {
        var data = Open(metadata);
        var set = data.ReadSetOf(skipSortOrderValidation: true);
        var digests = new List<HashAlgorithmName>();
        while (set.HasData)
        {
            if (Digests.TrySigned(AlgorithmId.Read(set).Oid) is { } digest && !digests.Contains(digest))
            {
                digests.Add(digest);
            }
        }

        CheckContentType(data);
        return digests;
    }

    /// <summary>The one SignerInfo; none, or several, are refused (threats C4).</summary>
    public static SignerInfo ReadSigner(byte[] metadata)
    {
        var data = Open(metadata);
        data.ReadEncodedValue(); // digest algorithms
        CheckContentType(data);
        while (data.HasData && data.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            data.ReadEncodedValue(); // certificates and revocation lists: only what is pinned counts
        }

        var signers = data.ReadSetOf(skipSortOrderValidation: true);
        data.ThrowIfNotEmpty();
        if (!signers.HasData)
        {
            throw new RefusedException(TunnelRefusal.NotSigned);
        }

        var signer = SignerInfo.Read(signers.ReadSequence());
        return signers.HasData ? throw RefusedException.Malformed() : signer;
    }

    /// <summary>The certificates that lie beside the signature; what is none is passed over. Nothing vouches for them.</summary>
    public static IReadOnlyList<X509Certificate2> ReadCertificates(byte[] metadata)
    {
        var data = Open(metadata);
        data.ReadEncodedValue(); // digest algorithms
        CheckContentType(data);
        if (!data.HasData || data.PeekTag() != Certificates)
        {
            return [];
        }

        var set = data.ReadSetOf(skipSortOrderValidation: true, Certificates);
        var certificates = new List<X509Certificate2>();
        while (set.HasData && certificates.Count < MostCertificates)
        {
            var encoded = Der.Encode(set.ReadEncodedValue()); // lengths were taken off on the way
            if (encoded[0] == 0x30) // other choices are older kinds (RFC 5652 §10.2.2)
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(encoded));
            }
        }

        return certificates;
    }

    private static AsnReader Open(byte[] metadata)
    {
        var info = new AsnReader(metadata, AsnEncodingRules.BER).ReadSequence();
        if (info.ReadObjectIdentifier() != Oids.SignedData)
        {
            throw new RefusedException(TunnelRefusal.NotSigned);
        }

        var data = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)).ReadSequence();
        data.ReadInteger(); // version
        return data;
    }

    private static void CheckContentType(AsnReader data)
    {
        if (data.ReadSequence().ReadObjectIdentifier() != Oids.Data)
        {
            throw RefusedException.Malformed();
        }
    }
}
