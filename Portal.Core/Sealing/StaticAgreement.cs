using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// Remembers the last agreement of two long-lived keys. In HPKE's auth mode half of the work is the agreement of sender and recipient, which is
/// the same for every message between the two: ingest remembers it with the mailbox's public key, a reader with the mailbox's key pair.
/// </summary>
internal sealed class StaticAgreement
{
    private sealed record Entry(P256PublicKey Mine, P256PublicKey Theirs, byte[] Secret);

    private Entry? _last;

    public ReadOnlySpan<byte> Of(P256KeyPair mine, P256PublicKey theirs)
    {
        var last = Volatile.Read(ref _last);
        if (last is null || !last.Mine.Equals(mine.PublicKey) || !last.Theirs.Equals(theirs))
        {
            last = new Entry(mine.PublicKey, theirs, mine.Agree(theirs));
            Volatile.Write(ref _last, last);
        }

        return last.Secret;
    }

    /// <summary>Overwrites what is remembered with zeros; for the end of the key pair's life, when nobody uses it any more.</summary>
    public void Forget() => CryptographicOperations.ZeroMemory(Interlocked.Exchange(ref _last, null)?.Secret);
}
