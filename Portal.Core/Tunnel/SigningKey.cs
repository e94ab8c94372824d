using Portal.Core.Smime;

namespace Portal.Core.Tunnel;

/// <summary>The key that signs what leaves, read once.</summary>
public sealed class SigningKey(SigningKeyFile file) : IDisposable
{
    private readonly Lazy<TunnelKey> _key = new(file.Read);

    /// <summary>The key.</summary>
    /// <exception cref="TunnelKeyException">Its files cannot be used; the text names them and the settings.</exception>
    public TunnelKey Key => _key.Value;

    /// <summary>Disposes of the key.</summary>
    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }
}
