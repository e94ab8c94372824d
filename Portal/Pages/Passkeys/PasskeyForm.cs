namespace Portal.Pages.Passkeys;

/// <summary>A form that only the script can fill in: by asking the browser for a passkey. Without script it is not seen.</summary>
internal sealed record PasskeyForm
{
    /// <summary>Where it is sent.</summary>
    public required string Action { get; init; }

    /// <summary>WebAuthn's options as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>The challenge, sealed.</summary>
    public required string Token { get; init; }

    /// <summary>Where the person wanted to go.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Whether a passkey is made, and not used.</summary>
    public bool Creates { get; init; }

    /// <summary>Whether browsers may offer passkeys where the address is typed, too.</summary>
    public bool AsYouType { get; init; }

    /// <summary>The button's text.</summary>
    public string Button { get; init; } = "";

    /// <summary>Whether it is what the page is for.</summary>
    public bool Primary { get; init; }

    /// <summary>What is said when it did not work out.</summary>
    public string? Error { get; init; }
}
