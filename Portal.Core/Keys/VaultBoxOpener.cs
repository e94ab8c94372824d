using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>Opens many vault boxes cheaply: the encapsulation of the one before is remembered. Safe for many threads.</summary>
public sealed class VaultBoxOpener(VaultKey vault)
{
    private volatile HpkeEncapsulation? _last;

    /// <summary>Like <see cref="VaultBox.Open(VaultKey, string, Guid, ReadOnlySpan{byte})"/>, with the same refusals.</summary>
    public byte[] Open(string purpose, Guid id, ReadOnlySpan<byte> box)
    {
        var encapsulation = _last;
        var plaintext = VaultBox.Open(vault, ref encapsulation, purpose, id, box);
        _last = encapsulation;
        return plaintext;
    }
}
