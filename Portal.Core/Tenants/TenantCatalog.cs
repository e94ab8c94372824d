using Microsoft.Extensions.Options;

namespace Portal.Core.Tenants;

/// <summary>The one place that is asked what a tenant decides. So far there is one tenant, <c>default</c>.</summary>
public sealed class TenantCatalog(IOptionsMonitor<TenantOptions> options)
{
    /// <summary>The name of the only tenant so far.</summary>
    public const string Default = "default";

    /// <summary>What the tenant decided.</summary>
    /// <exception cref="ArgumentException">There is no such tenant.</exception>
    public TenantOptions this[string tenant] => Exists(tenant)
        ? options.Get(tenant)
        : throw new ArgumentException($"There is no tenant '{tenant}'; the only one is '{Default}'.", nameof(tenant));

    /// <summary>The names of all tenants.</summary>
    public IReadOnlyList<string> Names { get; } = [Default];

    /// <summary>Whether there is a tenant of that name.</summary>
    public bool Exists(string tenant) => tenant == Default;
}
