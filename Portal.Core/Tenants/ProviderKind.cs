namespace Portal.Core.Tenants;

/// <summary>Which provider people may sign in with: what the portal knows of it beforehand.</summary>
public enum ProviderKind
{
    /// <summary>Any provider of OpenID Connect with discovery.</summary>
    Oidc = 0,

    /// <summary>Microsoft 365 (Entra ID), of one organisation or of many.</summary>
    Microsoft,

    /// <summary>Google.</summary>
    Google,

    /// <summary>LinkedIn, which sends no nonce back.</summary>
    LinkedIn,

    /// <summary>Facebook: OAuth 2.0 without an identity token; who it is is asked at the Graph API.</summary>
    Facebook,

    /// <summary>Apple: the client's secret is a token that the portal signs, and the answer comes as a form.</summary>
    Apple,
}
