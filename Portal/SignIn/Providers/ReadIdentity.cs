using System.Globalization;
using System.Text.Json;
using Portal.Core.Accounts.External;
using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>Takes out of checked claims what the portal makes use of. What a claim says is a stranger's text all the same.</summary>
internal sealed class ReadIdentity(CheckIdToken idTokens, AskUserInfo userInfo)
{
    private const int LongestSubject = 255; // Core §2: ASCII characters

    /// <exception cref="ExternalSignInException">The provider's word does not stand up to the checks.</exception>
    public async Task<ExternalIdentity> ReadAsync(
        ExternalProvider provider, ProviderMetadata metadata, ProviderTokens tokens, string nonce, ProviderAnswer answer,
        CancellationToken cancellationToken)
    {
        if (provider.Kind == ProviderKind.Facebook)
        {
            var found = await userInfo.OfGraphAsync(provider, metadata, tokens.AccessToken, cancellationToken);
            return Identity(provider, provider.Issuer, Subject(found.Text("id")), found, null);
        }

        var claims = await idTokens.CheckAsync(provider, metadata, tokens, nonce, cancellationToken);
        var (issuer, subject) = (claims.Text("iss")!, Subject(claims.Text("sub")));
        if (!claims.TryGetProperty("email", out _) && metadata.UserInfo is not null)
        {
            claims = await userInfo.OfAsync(metadata, tokens.AccessToken, subject, cancellationToken);
        }

        return Identity(provider, issuer, subject, claims, answer.User);
    }

    private static string Subject(string? subject) =>
        subject is { Length: > 0 and <= LongestSubject } && !subject.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? subject
            : throw new ExternalSignInException(ExternalFailure.Refused, "subject");

    private static ExternalIdentity Identity(ExternalProvider provider, string issuer, string subject, JsonElement claims, string? user)
    {
        var address = AddressList.TryParseAddrSpec(claims.Text("email") ?? "", out var normalised) ? normalised : null;
        return new ExternalIdentity
        {
            Tenant = provider.Tenant,
            Provider = provider.Name,
            Issuer = issuer,
            Subject = subject,
            Address = address,
            AddressVerified = address is null ? null : Verified(provider, claims),
            Name = ClaimedName.Of(claims, user, address ?? provider.DisplayName),
            Language = CultureInfo.CurrentUICulture.Name,
        };
    }

    // Facebook does not say. Microsoft says it in a claim of its own, which the organisation's administrator switches on; what it says of
    // an address without it anybody may have written (threat B12).
    private static bool? Verified(ExternalProvider provider, JsonElement claims) => provider.Kind switch
    {
        ProviderKind.Facebook => null,
        ProviderKind.Microsoft when !claims.TryGetProperty("email_verified", out _) && claims.TryGetProperty("xms_edov", out var edov) =>
            edov.ValueKind == JsonValueKind.True || edov.GetRawText() is "1" or "\"1\"" or "\"true\"",
        _ => claims.TryGetProperty("email_verified", out var verified)
            ? verified.ValueKind == JsonValueKind.True || (provider.Preset.BooleansAsText && verified.GetRawText() == "\"true\"")
            : null,
    };
}
