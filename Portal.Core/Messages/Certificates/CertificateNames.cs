using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Mime;

namespace Portal.Core.Messages.Certificates;

/// <summary>The mail addresses that a certificate names (RFC 8550 §3).</summary>
internal static class CertificateNames
{
    private const string AlternativeName = "2.5.29.17";
    private const string EmailAddress = "1.2.840.113549.1.9.1";
    private const string SmtpUtf8Mailbox = "1.3.6.1.5.5.7.8.9"; // RFC 9598
    private static readonly Asn1Tag OtherName = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Rfc822Name = new(TagClass.ContextSpecific, 1);

    /// <summary>
    /// Those of the alternative name; where it has none, that of the subject. Each must be an address as it stands: with a space, a comment or a control
    /// character in it, it names nobody (SEPPmail CVE-2026-2748).
    /// </summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        try
        {
            var alternative = certificate.Extensions[AlternativeName] is { } extension ? Alternative(extension.RawData) : [];
            return [.. (alternative.Count > 0 ? alternative : Subject(certificate)).Select(Normalised).OfType<string>().Distinct(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException)
        {
            return [];
        }
    }

    private static string? Normalised(string name) => AddressList.TryParseAddrSpec(name, out var address) ? address : null;

    private static List<string> Alternative(byte[] extension)
    {
        var names = new List<string>();
        var sequence = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag == Rfc822Name)
            {
                names.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, Rfc822Name));
            }
            else if (tag == OtherName)
            {
                AddUtf8Mailbox(names, sequence.ReadSequence(OtherName));
            }
            else
            {
                sequence.ReadEncodedValue();
            }
        }

        return names;
    }

    private static void AddUtf8Mailbox(List<string> names, AsnReader other)
    {
        if (other.ReadObjectIdentifier() == SmtpUtf8Mailbox)
        {
            names.Add(other.ReadSequence(OtherName).ReadCharacterString(UniversalTagNumber.UTF8String));
        }
    }

    private static List<string> Subject(X509Certificate2 certificate) =>
    [
        .. certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == EmailAddress)
            .Select(name => name.GetSingleElementValue()).OfType<string>(),
    ];
}
