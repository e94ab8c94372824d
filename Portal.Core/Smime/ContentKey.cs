using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>Finds the recipient that is ours and unlocks the content key.</summary>
internal static class ContentKey
{
    private static readonly Asn1Tag KeyAgreeTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>The content key. One that cannot be unlocked, or has another size, is replaced by a random one: whoever
    /// sends bad ones must not learn which they were (RFC 3218 §2.3, RFC 5246 §7.4.7.1); the content then fails as any bad one does.</summary>
    public static (byte[] Key, bool Replaced) Unlock(EnvelopedHeader header, IReadOnlyList<TunnelKey> keys)
    {
        var wrapped = Find(header.Recipients, keys) ?? throw new RefusedException(TunnelRefusal.NotForUs);
        var random = RandomNumberGenerator.GetBytes(header.Content.KeyBytes);
        try
        {
            var key = wrapped.Unwrap();
            return (key.Length == random.Length ? key : random, false);
        }
        catch (CryptographicException)
        {
            return (random, true);
        }
    }

    /// <summary>What a key that cannot be unlocked costs beyond one that can: an exception, which a clock could notice. For mails
    /// that are refused although theirs could.</summary>
    public static void Imitate()
    {
        try
        {
            throw new CryptographicException();
        }
        catch (CryptographicException)
        {
            // Only its time is wanted.
        }
    }

    private static IWrappedKey? Find(AsnReader recipients, IReadOnlyList<TunnelKey> keys)
    {
        while (recipients.HasData)
        {
            var tag = recipients.PeekTag();
            IWrappedKey? wrapped = null;
            if (tag == Asn1Tag.Sequence)
            {
                wrapped = KeyTransport.Read(recipients.ReadSequence(), keys);
            }
            else if (tag == KeyAgreeTag)
            {
                wrapped = KeyAgreement.Read(recipients.ReadSequence(KeyAgreeTag), keys);
            }
            else
            {
                recipients.ReadEncodedValue(); // passwords and shared keys are not for us
            }

            if (wrapped is not null)
            {
                return wrapped;
            }
        }

        return null;
    }
}
