using Portal.Core.Mime;

namespace Portal.Core.Smime;

/// <summary>What a header says about the CMS in its body (RFC 8551 §3.2), and how the body is encoded.</summary>
internal static class SmimeType
{
    /// <summary>Whether the type is application/pkcs7-mime with one of the smime-types, or with none stated.</summary>
    public static bool IsPkcs7(ContentType type, params ReadOnlySpan<string> smimeTypes)
    {
        if (!type.Is("application/pkcs7-mime") && !type.Is("application/x-pkcs7-mime"))
        {
            return false;
        }

        var stated = type["smime-type"];
        if (stated is null)
        {
            return true;
        }

        foreach (var smimeType in smimeTypes)
        {
            if (stated.Equals(smimeType, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsSignature(ContentType type) =>
        type.Is("application/pkcs7-signature") || type.Is("application/x-pkcs7-signature");

    /// <summary>A decoder where the body is base64, null where it is the bytes themselves; others cannot carry CMS.</summary>
    public static Base64Decoder? CreateDecoder(string? transferEncoding) => transferEncoding?.Trim().ToLowerInvariant() switch
    {
        "base64" => new Base64Decoder(),
        "binary" or "8bit" => null,
        _ => throw RefusedException.Malformed(),
    };
}
