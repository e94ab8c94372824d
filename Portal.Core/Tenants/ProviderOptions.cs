namespace Portal.Core.Tenants;

/// <summary>A provider that people may sign in with: the settings below <c>Tenants:NAME:Providers:NAME</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// Which one it is, by the name of a <see cref="ProviderKind"/>. A text, because the configuration system leaves out without a word what
    /// it cannot convert inside of a list of sections: with a slip of the pen here the provider would just not be there.
    /// </summary>
    public string Kind { get; set; } = nameof(ProviderKind.Oidc);

    /// <summary>What the button calls it; empty: the kind's own name.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The name under which the provider knows the portal.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The file with the client's secret; for Apple the private key (.p8). Empty for a client without one, which only <see cref="ProviderKind.Oidc"/> may be.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>The issuer, without <c>/.well-known/…</c>; empty: the kind's own.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Microsoft: the organisation's id, or <c>organizations</c>, <c>consumers</c> or <c>common</c>.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>Apple: the team's id.</summary>
    public string TeamId { get; set; } = "";

    /// <summary>Apple: the id of the private key.</summary>
    public string KeyId { get; set; } = "";

    /// <summary>Facebook: where the Graph API is; empty: its own address.</summary>
    public string GraphUrl { get; set; } = "";

    /// <summary>The one algorithm that identity tokens are signed with.</summary>
    public string SigningAlgorithm { get; set; } = "RS256";

    /// <summary>The domains whose addresses this provider gives out itself: there its word on who owns an address is taken.</summary>
    public IList<string> AuthoritativeDomains { get; } = [];

    /// <summary>Reads <see cref="Kind"/>.</summary>
    public bool TryGetKind(out ProviderKind kind) => Enum.TryParse(Kind, ignoreCase: true, out kind) && Enum.IsDefined(kind) && !char.IsDigit(Kind[0]);

    /// <summary>Whether the provider gives out addresses of that domain.</summary>
    /// <param name="address">A normalised mail address.</param>
    public bool IsAuthoritativeFor(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var domain = address[(address.LastIndexOf('@') + 1)..];
        return AuthoritativeDomains.Contains(domain, StringComparer.OrdinalIgnoreCase);
    }
}
