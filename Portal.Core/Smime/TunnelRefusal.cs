namespace Portal.Core.Smime;

/// <summary>Why a mail was refused. For the log alone: outside there is one answer to all of them.</summary>
public enum TunnelRefusal
{
    /// <summary>The whole body is not one encrypted application/pkcs7-mime part (RFC 8551 §3.2).</summary>
    NotTunnelled,

    /// <summary>None of the recipients is one of our keys.</summary>
    NotForUs,

    /// <summary>Encrypted, but what is inside is not signed.</summary>
    NotSigned,

    /// <summary>Under a cipher that does not authenticate, the header of the signed entity begins in none of the usual spellings, or
    /// the signature is not in base64.</summary>
    UnusualHeader,

    /// <summary>Signed by somebody who is not pinned.</summary>
    UntrustedSigner,

    /// <summary>Signed by a pinned certificate outside its time.</summary>
    ExpiredSigner,

    /// <summary>An algorithm or a key size that is not on the allow list.</summary>
    WeakAlgorithm,

    /// <summary>The structure breaks a rule of CMS, MIME or this tunnel.</summary>
    Malformed,

    /// <summary>The padding or the tag of the content does not fit (also what a wrong content key leads to).</summary>
    Undecryptable,

    /// <summary>The digest or the signature does not hold.</summary>
    BadSignature,
}
