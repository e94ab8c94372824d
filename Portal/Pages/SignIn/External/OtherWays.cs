namespace Portal.Pages.SignIn.External;

/// <summary>The other ways in, below a form that asks for a password.</summary>
/// <param name="ReturnUrl">Where the person wants to go.</param>
/// <param name="Registering">Whether the person has no account yet.</param>
internal sealed record OtherWays(string? ReturnUrl, bool Registering);
