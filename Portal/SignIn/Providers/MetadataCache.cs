using System.Collections.Concurrent;

namespace Portal.SignIn.Providers;

/// <summary>
/// Keeps what providers say of themselves for an hour, and through their failures for a day. However many ask at once, the provider is
/// asked once.
/// </summary>
internal sealed class MetadataCache(FetchMetadata fetch, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenKeyChanges = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ExternalProvider, ProviderMetadata> _known = new();
    private readonly ConcurrentDictionary<ExternalProvider, Lazy<Task<ProviderMetadata>>> _asking = new();

    /// <exception cref="ExternalSignInException">It is not known, and the provider does not answer.</exception>
    public async Task<ProviderMetadata> GetAsync(ExternalProvider provider, CancellationToken cancellationToken)
    {
        var known = _known.GetValueOrDefault(provider);
        if (known is not null && Age(known) < Fresh)
        {
            return known;
        }

        try
        {
            return await AskAsync(provider, cancellationToken);
        }
        catch (ExternalSignInException) when (known is not null && Age(known) < Stale)
        {
            return known;
        }
    }

    /// <summary>Asks anew because a token names a key that is not known; but not for every such token, which strangers could send.</summary>
    public async Task<ProviderMetadata> RenewAsync(ExternalProvider provider, ProviderMetadata known, CancellationToken cancellationToken) =>
        Age(known) < BetweenKeyChanges ? known : await AskAsync(provider, cancellationToken);

    private TimeSpan Age(ProviderMetadata known) => time.GetUtcNow() - known.FetchedAt;

    // The first one's leaving must not end it for the others: the request has its own limit of time.
    private async Task<ProviderMetadata> AskAsync(ExternalProvider provider, CancellationToken cancellationToken)
    {
        var asking = _asking.GetOrAdd(provider, key => new Lazy<Task<ProviderMetadata>>(() => fetch.FetchAsync(key, CancellationToken.None)));
        try
        {
            return _known[provider] = await asking.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            if (asking.Value.IsCompleted)
            {
                _asking.TryRemove(KeyValuePair.Create(provider, asking));
            }
        }
    }
}
