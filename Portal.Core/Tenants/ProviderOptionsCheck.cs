using System.Text.RegularExpressions;

namespace Portal.Core.Tenants;

/// <summary>Refuses a provider's settings with which nobody could sign in, or the wrong person; each text names key, value and remedy.</summary>
internal static partial class ProviderOptionsCheck
{
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly string[] ManyOrganisations = ["common", "organizations", "consumers"];

    public static IEnumerable<string> Failures(string tenant, IDictionary<string, ProviderOptions> providers) =>
        providers.SelectMany(provider => OfOne($"{tenant}:Providers:{provider.Key}", provider.Key, provider.Value));

    private static IEnumerable<string> OfOne(string section, string name, ProviderOptions options)
    {
        if (!Name().IsMatch(name))
        {
            yield return $"{section} is no name for a provider: it stands in addresses and takes 1 to 40 of a-z, 0-9 and hyphens.";
        }

        if (!options.TryGetKind(out var kind))
        {
            yield return $"{section}:Kind is '{options.Kind}'; it must be one of {string.Join(", ", Enum.GetNames<ProviderKind>())}.";
        }

        if (options.ClientId.Trim().Length == 0)
        {
            yield return $"{section}:ClientId is missing; it is the name under which the portal is registered at the provider.";
        }

        if (options.ClientSecretFile.Length == 0 && kind != ProviderKind.Oidc)
        {
            yield return $"{section}:ClientSecretFile is missing; it names the file that holds {(kind == ProviderKind.Apple ? "Apple's private key (.p8)" : "the client's secret")}.";
        }

        foreach (var failure in Addresses(section, options, kind).Concat(OfKind(section, options, kind)).Concat(Domains(section, options, kind)))
        {
            yield return failure;
        }
    }

    private static IEnumerable<string> Addresses(string section, ProviderOptions options, ProviderKind kind)
    {
        if (options.Authority.Length == 0 && kind == ProviderKind.Oidc)
        {
            yield return $"{section}:Authority is missing; it is the provider's issuer, such as https://login.example.com.";
        }

        foreach (var (key, value) in new[] { ("Authority", options.Authority), ("GraphUrl", options.GraphUrl) })
        {
            if (value.Length > 0 && !IsSafe(value))
            {
                yield return $"{section}:{key} is '{value}'; it must be an https address without query (http only on this machine).";
            }
        }
    }

    private static IEnumerable<string> OfKind(string section, ProviderOptions options, ProviderKind kind)
    {
        if (kind == ProviderKind.Microsoft && !ManyOrganisations.Contains(options.TenantId) && !Guid.TryParseExact(options.TenantId, "D", out _))
        {
            yield return $"{section}:TenantId is '{options.TenantId}'; it must be the organisation's id (a GUID), or organizations, consumers or common.";
        }

        foreach (var (key, value) in new[] { ("TeamId", options.TeamId), ("KeyId", options.KeyId) })
        {
            if (kind == ProviderKind.Apple && value.Length == 0)
            {
                yield return $"{section}:{key} is missing; Apple shows it beside the key.";
            }
        }

        if (!Algorithms.Contains(options.SigningAlgorithm))
        {
            yield return $"{section}:SigningAlgorithm is '{options.SigningAlgorithm}'; it must be one of {string.Join(", ", Algorithms)}.";
        }
    }

    private static IEnumerable<string> Domains(string section, ProviderOptions options, ProviderKind kind)
    {
        // Whoever administers any organisation at Microsoft can give its people any address.
        if (options.AuthoritativeDomains.Count > 0 && kind == ProviderKind.Microsoft && ManyOrganisations.Contains(options.TenantId))
        {
            yield return $"{section}:AuthoritativeDomains cannot be set while TenantId is '{options.TenantId}': any organisation could claim these addresses. "
                + "Set TenantId to the id of the one that owns the domains.";
        }

        for (var i = 0; i < options.AuthoritativeDomains.Count; i++)
        {
            if (TenantOptionsCheck.Ascii(options.AuthoritativeDomains[i]) is { Length: > 0 } domain)
            {
                options.AuthoritativeDomains[i] = domain;
            }
            else
            {
                yield return $"{section}:AuthoritativeDomains:{i} is '{options.AuthoritativeDomains[i]}'; it must be a domain such as example.com.";
            }
        }
    }

    private static bool IsSafe(string value) => Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex Name();
}
