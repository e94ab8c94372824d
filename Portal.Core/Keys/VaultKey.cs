using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>The web side's key pair, which opens vault slots and boxes. Owns the pair it is given.</summary>
public sealed class VaultKey : IDisposable
{
    /// <summary>Takes over a key pair.</summary>
    public VaultKey(P256KeyPair keyPair)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        KeyPair = keyPair;
        Public = new VaultPublicKey(keyPair.PublicKey);
    }

    /// <summary>The key pair.</summary>
    public P256KeyPair KeyPair { get; }

    /// <summary>The public half.</summary>
    public VaultPublicKey Public { get; }

    /// <inheritdoc/>
    public void Dispose() => KeyPair.Dispose();
}
