namespace Portal.Core.Sealing;

/// <summary>Why sealed bytes were refused. For the log and for tests; nobody outside is told which one it was.</summary>
public enum SealingFailure
{
    /// <summary>
    /// Nothing verified under this key and context: another key, another context, or bytes that were changed before anything
    /// verified (AES-GCM cannot tell these apart); or the key id in the clear names another key.
    /// </summary>
    WrongKey,

    /// <summary>No sealer can have written this: a wrong version, kind or length, a point that is not on the curve.</summary>
    Malformed,

    /// <summary>The stream ends before its last segment.</summary>
    Truncated,

    /// <summary>The key is proved right by what already verified, and these bytes do not verify: changed, moved or added.</summary>
    Forged,
}
