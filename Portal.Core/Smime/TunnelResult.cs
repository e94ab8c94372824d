namespace Portal.Core.Smime;

/// <summary>What became of a mail. Only after <see cref="Opened"/> may the bytes that were written be used.</summary>
public abstract record TunnelResult
{
    private TunnelResult()
    {
    }

    /// <summary>Decrypted whole, and signed by a pinned gateway.</summary>
    /// <param name="Signer">Who signed.</param>
    /// <param name="ContentDigest">The digest of the signed content as it stands in the signature (RFC 5652 §11.2):
    /// 32, 48 or 64 bytes. The same content sent again has the same digest.</param>
    /// <param name="SigningTime">The time that the signer states (RFC 5652 §11.3), where it does.</param>
    /// <param name="Length">Bytes of signed content written to the destination.</param>
    public sealed record Opened(TrustedSigner Signer, byte[] ContentDigest, DateTimeOffset? SigningTime, long Length) : TunnelResult;

    /// <summary>Not to be used; everything written must be thrown away.</summary>
    /// <param name="Reason">For the log.</param>
    public sealed record Refused(TunnelRefusal Reason) : TunnelResult;
}
