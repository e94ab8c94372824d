using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>The providers that a tenant lets its people sign in with.</summary>
internal sealed class ProviderCatalog(TenantCatalog tenants)
{
    private readonly IReadOnlyList<ExternalProvider> _default =
        [.. tenants[TenantCatalog.Default].Providers.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new ExternalProvider(TenantCatalog.Default, p.Key, p.Value))];

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<ExternalProvider> Of(string tenant) => tenant == TenantCatalog.Default ? _default : [];

    /// <summary>The one of that name, or null.</summary>
    public ExternalProvider? Find(string tenant, string? name) => Of(tenant).FirstOrDefault(p => p.Name == name);
}
