using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Tenants;
using Portal.Core.Tests.Storage;

namespace Portal.Core.Tests.Tenants;

/// <summary>The tenants of settings in memory.</summary>
internal static class Configured
{
    public static TenantCatalog Tenants(params (string Key, string Value)[] settings) => Installation
        .Services("unused", [.. settings.Select(s => ($"Tenants:default:{s.Key}", s.Value))])
        .BuildServiceProvider().GetRequiredService<TenantCatalog>();
}
