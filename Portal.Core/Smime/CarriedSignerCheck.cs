namespace Portal.Core.Smime;

/// <summary>
/// For a mail of a stranger: whether its signature holds by a certificate that it carries itself. Says nothing about whom that certificate names; it only tells
/// the signer's from the others that lie beside it.
/// </summary>
internal sealed class CarriedSignerCheck(DateTimeOffset now) : SignerCheck([], now)
{
    private readonly DateTimeOffset _now = now;

    public override TunnelResult.Opened Verify(byte[] metadata, DigestSet digests) =>
        new SignerCheck([.. SignedMetadata.ReadCertificates(metadata).Select(c => new TrustedSigner("", c))], _now).Verify(metadata, digests);
}
