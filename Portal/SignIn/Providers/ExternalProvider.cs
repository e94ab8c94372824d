using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>One provider of a tenant: its settings with what its kind fills in.</summary>
internal sealed class ExternalProvider
{
    private const string Placeholder = "{tenantid}";
    private const string PersonalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad"; // Microsoft's tenant of all private people

    public ExternalProvider(string tenant, string name, ProviderOptions options)
    {
        Kind = options.TryGetKind(out var kind) ? kind : ProviderKind.Oidc;
        (Tenant, Name, Options, Preset) = (tenant, name, options, ProviderPreset.Of(Kind));
        DisplayName = options.DisplayName.Length > 0 ? options.DisplayName : Preset.Name;
        var own = (options.Authority.Length > 0 ? options.Authority : Preset.Authority).TrimEnd('/');
        Authority = Kind == ProviderKind.Microsoft ? $"{own}/{options.TenantId}/v2.0" : own;
        Issuer = Kind != ProviderKind.Microsoft ? options.Authority.Length > 0 ? options.Authority : own : options.TenantId switch
        {
            "common" or "organizations" => $"{own}/{Placeholder}/v2.0",
            "consumers" => $"{own}/{PersonalAccounts}/v2.0",
            var id => $"{own}/{id.ToLowerInvariant()}/v2.0",
        };
    }

    public string Tenant { get; }

    /// <summary>Its name in settings and addresses.</summary>
    public string Name { get; }

    public string DisplayName { get; }

    public ProviderKind Kind { get; }

    public ProviderOptions Options { get; }

    public ProviderPreset Preset { get; }

    /// <summary>Where discovery begins.</summary>
    public string Authority { get; }

    /// <summary>The issuer that discovery must name; Microsoft's for many organisations has a placeholder in it.</summary>
    public string Issuer { get; }

    /// <summary>The path to which the provider sends the browser back.</summary>
    public string CallbackPath => $"/sign-in/external/{Name}/callback";

    /// <summary>Whether a token or answer of this issuer may be the provider's.</summary>
    /// <param name="issuer">What the token or the answer says.</param>
    /// <param name="organisation">The token's organisation at Microsoft; null while no token is there, then any will do.</param>
    public bool IsIssuer(string issuer, string? organisation)
    {
        var at = Issuer.IndexOf(Placeholder, StringComparison.Ordinal);
        if (at < 0)
        {
            return issuer == Issuer;
        }

        var (before, after) = (Issuer[..at], Issuer[(at + Placeholder.Length)..]);
        return issuer.Length > before.Length + after.Length
            && issuer.StartsWith(before, StringComparison.Ordinal) && issuer.EndsWith(after, StringComparison.Ordinal)
            && issuer[before.Length..^after.Length] is var id && Guid.TryParseExact(id, "D", out _)
            && (organisation is null || organisation == id);
    }
}
