using System.Buffers;

namespace Portal.Core.Smime;

/// <summary>Plaintext around the signed content, which no signature covers. AES-CBC lets anybody flip bits of its first block
/// through the IV, and garbles a block wherever else the ciphertext is touched. Whether a mail with such a change still opens must
/// tell nothing about its plaintext (threats C3), so the first block must be one of few texts, and the rest plain ASCII.</summary>
internal static class UnsignedText
{
    private static readonly SearchValues<byte> Allowed = SearchValues.Create([(byte)'\t', (byte)'\r', (byte)'\n', .. Enumerable.Range(32, 95).Select(i => (byte)i)]);

    /// <summary>A header that begins with one of the fields of a MIME entity in their usual spelling (RFC 2045 §3).</summary>
    public static void DemandHeader(ReadOnlySpan<byte> header)
    {
        Demand(header);
        if (!header.StartsWith("MIME-Version: 1.0"u8)
            && !header.StartsWith("Mime-Version: 1.0"u8)
            && !header.StartsWith("Content-Type: application/pkcs7-mime"u8)
            && !header.StartsWith("Content-Type: application/x-pkcs7-mime"u8)
            && !header.StartsWith("Content-Type: multipart/signed"u8)
            && !header.StartsWith("Content-Transfer-Encoding: "u8)
            && !header.StartsWith("Content-Disposition: "u8)
            && !header.StartsWith("Content-Description: "u8))
        {
            throw new RefusedException(TunnelRefusal.UnusualHeader);
        }
    }

    /// <summary>In base64 no garbled block goes unnoticed. In binary one may lie within a certificate, and behind it stand blocks of
    /// somebody's choice, whose lengths then tell what was in them.</summary>
    public static Base64Decoder DemandBase64(Base64Decoder? decoder) =>
        decoder ?? throw new RefusedException(TunnelRefusal.UnusualHeader);

    public static void Demand(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(Allowed))
        {
            throw RefusedException.Malformed();
        }
    }
}
