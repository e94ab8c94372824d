using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>Finds the recipient that is ours and unlocks the content key.</summary>
internal static class ContentKey
{
    private static readonly Asn1Tag KeyAgreeTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Unlocks the content key. One that cannot be unlocked, has another size or is not for us is replaced by a random one:
    /// whoever sends bad ones must not learn which they were (RFC 3218 §2.3, RFC 5246 §7.4.7.1); the content then fails as any bad
    /// one does.</summary>
    public static UnlockedKey Unlock(EnvelopedHeader header, IReadOnlyList<TunnelKey> keys)
    {
        var found = Find(header.Recipients, keys);
        var wrapped = found ?? StrangersKey.Like(keys) ?? throw new RefusedException(TunnelRefusal.NotForUs);
        var random = RandomNumberGenerator.GetBytes(header.Content.KeyBytes);
        try
        {
            var key = wrapped.Unwrap();
            var fits = found is not null && key.Length == random.Length;
            return new UnlockedKey(wrapped, fits ? key : random) { IsForUs = found is not null };
        }
        catch (CryptographicException)
        {
            return new UnlockedKey(wrapped, random) { IsForUs = found is not null, HasFailed = true };
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
