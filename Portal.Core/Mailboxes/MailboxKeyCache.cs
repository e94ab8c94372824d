using System.Collections.Concurrent;
using Portal.Core.Sealing;

namespace Portal.Core.Mailboxes;

/// <summary>
/// Remembers the public keys of the mailboxes that got mail last. Reading one checks that it lies on the curve, and the object remembers
/// the agreement with the ingest key: a remembered one halves the cost of a delivery.
/// </summary>
public sealed class MailboxKeyCache
{
    private const int Most = 4096;

    private readonly ConcurrentDictionary<string, P256PublicKey> _keys = new(StringComparer.Ordinal);

    /// <summary>The key that these 65 bytes are.</summary>
    /// <exception cref="SealingException">They are no point of the curve.</exception>
    public P256PublicKey Get(byte[] bytes)
    {
        // Emptied at once when it is full: simpler than counting uses, and dearer only now and then.
        if (_keys.Count >= Most)
        {
            _keys.Clear();
        }

        return _keys.GetOrAdd(Convert.ToHexString(bytes), static (_, key) => P256PublicKey.FromBytes(key), bytes);
    }
}
