using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// Seals many vault boxes cheaply: for a minute they share one encapsulation, and each has its own key by its id
/// (docs/sealed-format.md). Safe for many threads.
/// </summary>
public sealed class VaultBoxSealer(VaultPublicKey vault, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private volatile Shared? _shared;

    /// <summary>Like <see cref="VaultBox.Seal(VaultPublicKey, string, Guid, ReadOnlySpan{byte})"/>.</summary>
    /// <param name="purpose">What the bytes are.</param>
    /// <param name="id">Whose they are; never the same twice.</param>
    /// <param name="plaintext">The bytes.</param>
    public byte[] Seal(string purpose, Guid id, ReadOnlySpan<byte> plaintext)
    {
        var shared = _shared;
        if (shared is null || time.GetElapsedTime(shared.Since) > Lifetime)
        {
            _shared = shared = new Shared(HpkeEncapsulation.To(vault.Key), time.GetTimestamp());
        }

        return VaultBox.Seal(vault, shared.Encapsulation, purpose, id, plaintext);
    }

    private sealed record Shared(HpkeEncapsulation Encapsulation, long Since);
}
