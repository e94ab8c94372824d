using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>What the portal knows of a kind of provider beforehand, from the provider's own documentation.</summary>
internal sealed record ProviderPreset
{
    public required string Name { get; init; }

    /// <summary>Where it is unless the settings say otherwise.</summary>
    public string Authority { get; init; } = "";

    public string Scope { get; init; } = "openid email profile";

    /// <summary>Whether the answer comes as a form that the provider's page sends.</summary>
    public bool AnswersByForm { get; init; }

    /// <summary>Whether the identity token repeats the nonce; one that stands there must be ours in any case.</summary>
    public bool ReturnsNonce { get; init; } = true;

    /// <summary>Whether booleans may come as the texts "true" and "false".</summary>
    public bool BooleansAsText { get; init; }

    /// <summary>Whether the client's secret goes with the form, whatever else the provider takes.</summary>
    public bool SecretInForm { get; init; }

    public static ProviderPreset Of(ProviderKind kind) => kind switch
    {
        ProviderKind.Microsoft => new() { Name = "Microsoft", Authority = "https://login.microsoftonline.com" },
        ProviderKind.Google => new() { Name = "Google", Authority = "https://accounts.google.com" },
        ProviderKind.LinkedIn => new()
        {
            Name = "LinkedIn", Authority = "https://www.linkedin.com/oauth", ReturnsNonce = false, SecretInForm = true,
        },
        ProviderKind.Facebook => new()
        {
            Name = "Facebook", Authority = "https://www.facebook.com", Scope = "email public_profile", SecretInForm = true,
        },
        ProviderKind.Apple => new()
        {
            Name = "Apple", Authority = "https://appleid.apple.com", Scope = "openid email name", AnswersByForm = true, BooleansAsText = true,
            SecretInForm = true,
        },
        _ => new() { Name = "OpenID" },
    };
}
