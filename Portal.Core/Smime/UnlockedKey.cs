using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>The content key, or a random one in its place.</summary>
/// <param name="Wrapped">What it was locked in.</param>
/// <param name="Key">The key; the receiver clears it.</param>
internal sealed record UnlockedKey(IWrappedKey Wrapped, byte[] Key)
{
    /// <summary>Whether one of the recipients is ours.</summary>
    public required bool IsForUs { get; init; }

    /// <summary>Whether unlocking ended in an exception, whose time a clock could notice.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Spends that time where it has not been spent yet: for mails that are refused although their key could be unlocked.</summary>
    public void Imitate()
    {
        if (HasFailed)
        {
            return;
        }

        try
        {
            Wrapped.Fail();
        }
        catch (CryptographicException)
        {
            // Only its time is wanted.
        }
    }
}
