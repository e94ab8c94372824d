namespace Portal.Core.Smime;

/// <summary>How the content is encrypted: AES-CBC (RFC 3565 §4.1) or AES-GCM (RFC 5084 §3.2).</summary>
/// <param name="KeyBytes">16, 24 or 32.</param>
/// <param name="Iv">16 bytes for CBC, 12 for GCM.</param>
/// <param name="TagBytes">Bytes of GCM's tag, 12 to 16; 0 for CBC.</param>
internal sealed record ContentAlgorithm(int KeyBytes, byte[] Iv, int TagBytes)
{
    private const int GcmNonceBytes = 12;
    private const int DefaultTagBytes = 12; // RFC 5084 §3.2

    public bool Authenticated => TagBytes > 0;

    public static ContentAlgorithm Read(AlgorithmId id) => id.Oid switch
    {
        Oids.Aes128Cbc => Cbc(16, id),
        Oids.Aes192Cbc => Cbc(24, id),
        Oids.Aes256Cbc => Cbc(32, id),
        Oids.Aes128Gcm => Gcm(16, id),
        Oids.Aes192Gcm => Gcm(24, id),
        Oids.Aes256Gcm => Gcm(32, id),
        _ => throw new RefusedException(TunnelRefusal.WeakAlgorithm),
    };

    private static ContentAlgorithm Cbc(int keyBytes, AlgorithmId id)
    {
        var iv = id.ReadParameters().ReadOctetString();
        return iv.Length == 16 ? new ContentAlgorithm(keyBytes, iv, 0) : throw RefusedException.Malformed();
    }

    private static ContentAlgorithm Gcm(int keyBytes, AlgorithmId id)
    {
        var parameters = id.ReadParameters().ReadSequence();
        var nonce = parameters.ReadOctetString();
        var tag = DefaultTagBytes;
        if (parameters.HasData && !parameters.TryReadInt32(out tag))
        {
            throw RefusedException.Malformed();
        }

        parameters.ThrowIfNotEmpty();
        return nonce.Length == GcmNonceBytes && tag is >= 12 and <= 16
            ? new ContentAlgorithm(keyBytes, nonce, tag)
            : throw RefusedException.Malformed();
    }
}
