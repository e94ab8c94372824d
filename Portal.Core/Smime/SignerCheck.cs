using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>For one mail: whether a SignerInfo is a pinned gateway's, and its signature holds (RFC 5652 §5.4 to §5.6).</summary>
internal class SignerCheck(IReadOnlyList<TrustedSigner> pinned, DateTimeOffset now)
{
    // What waits in a queue while its signer's certificate ends is good all the same; older claims of a signing time count for nothing,
    // because whoever has an ended key may write any. The signature covers the claim (RFC 5652 §11.3).
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    private bool _verified;

    /// <summary>Reads the one signer out of the signature and checks it against the content's digests.</summary>
    public virtual TunnelResult.Opened Verify(byte[] metadata, DigestSet digests) => Verify(SignedMetadata.ReadSigner(metadata), digests);

    private TunnelResult.Opened Verify(SignerInfo signer, DigestSet digests)
    {
        var matching = pinned.Where(p => signer.Id.Is(p.Certificate)).ToList();
        if (matching.Count == 0)
        {
            throw new RefusedException(TunnelRefusal.UntrustedSigner);
        }

        var trusted = matching.FirstOrDefault(p => IsValid(p, SignedAt(signer))) ?? throw new RefusedException(TunnelRefusal.ExpiredSigner);
        var digest = digests.Of(signer.Digest) ?? throw RefusedException.Malformed();
        var signed = CryptographicOperations.FixedTimeEquals(digest, signer.Signed.MessageDigest);
        _verified = true;
        var holds = SignatureKey.Of(trusted.Certificate).Verify(signer);
        return signed && holds
            ? new TunnelResult.Opened(trusted, digest, signer.Signed.SigningTime, digests.Length)
            : throw new RefusedException(TunnelRefusal.BadSignature);
    }

    /// <summary>As much work as a verification, where there was none: whatever is wrong with a mail, it costs one (threats C3).</summary>
    public void Imitate(byte[] digest)
    {
        if (!_verified && pinned.Count > 0)
        {
            SignatureKey.Of(pinned[0].Certificate).Imitate(digest);
        }
    }

    private DateTimeOffset SignedAt(SignerInfo signer) =>
        signer.Signed.SigningTime is { } claimed && claimed <= now && now - claimed <= LongestDelay ? claimed : now;

    private static bool IsValid(TrustedSigner signer, DateTimeOffset at) =>
        signer.Certificate.NotBefore.ToUniversalTime() <= at.UtcDateTime && at.UtcDateTime <= signer.Certificate.NotAfter.ToUniversalTime();
}
