using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.Core;
using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>
/// The secret by which the portal shows a provider who it is: the file's content, read at each use so that it can be exchanged while the
/// portal runs. Apple's is a token that lives five minutes, signed with the key in the file.
/// </summary>
internal sealed class ClientSecret(ProviderCatalog providers, TimeProvider time) : IStartCheck
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public void Check()
    {
        var failures = providers.Of(TenantCatalog.Default).Where(p => p.Options.ClientSecretFile.Length > 0).Select(Failure).OfType<string>().ToList();
        if (failures.Count > 0)
        {
            throw new ClientSecretException(failures);
        }
    }

    /// <summary>The secret; null for a client that has none.</summary>
    /// <exception cref="ExternalSignInException">The file cannot be read any more, or its key not be used.</exception>
    public string? Of(ExternalProvider provider)
    {
        try
        {
            return provider switch
            {
                { Options.ClientSecretFile.Length: 0 } => null,
                { Kind: ProviderKind.Apple } => AppleToken(provider),
                _ => Content(provider.Options),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ExternalSignInException(ExternalFailure.Unavailable, "the client's secret cannot be read");
        }
    }

    private static string Content(ProviderOptions options) => File.ReadAllText(options.ClientSecretFile).Trim();

    private string? Failure(ExternalProvider provider)
    {
        var key = $"Tenants:{provider.Tenant}:Providers:{provider.Name}:{nameof(ProviderOptions.ClientSecretFile)}";
        try
        {
            return Of(provider) is { Length: > 0 }
                ? null
                : $"{key} is '{provider.Options.ClientSecretFile}', which is empty; write the client's secret into it.";
        }
        catch (ExternalSignInException)
        {
            var wanted = provider.Kind == ProviderKind.Apple ? "the private key as Apple gave it out (PEM, P-256)" : "the client's secret";
            return $"{key} is '{provider.Options.ClientSecretFile}', which cannot be read; it must be a readable file with {wanted}.";
        }
    }

    // https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
    private string AppleToken(ExternalProvider provider)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Content(provider.Options));
        var now = time.GetUtcNow().UtcDateTime;
        var signer = new ECDsaSecurityKey(key)
        {
            KeyId = provider.Options.KeyId,
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = provider.Options.TeamId,
            Audience = provider.Issuer,
            IssuedAt = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = provider.Options.ClientId },
            SigningCredentials = new SigningCredentials(signer, SecurityAlgorithms.EcdsaSha256),
        });
    }
}

/// <summary>A client's secret cannot be used. Each text names one setting.</summary>
internal sealed class ClientSecretException(IReadOnlyList<string> failures) : StartException(failures);
