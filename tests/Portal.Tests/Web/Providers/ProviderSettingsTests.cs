using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.SignIn.Providers;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>Settings with which nobody, or somebody else, could sign in keep the portal from starting, and the text says what to do.</summary>
public sealed class ProviderSettingsTests
{
    private const string Section = "Tenants:default:Providers:work";

    [Theory]
    [InlineData("Kind", "7", "Kind is '7'", "must be one of")]
    [InlineData("Kind", "Yahoo", "Kind is 'Yahoo'", "Oidc, Microsoft, Google, LinkedIn, Facebook, Apple")]
    [InlineData("ClientId", "", "ClientId is missing", "registered at the provider")]
    [InlineData("Authority", "", "Authority is missing", "the provider's issuer")]
    [InlineData("Authority", "http://login.example.com", "Authority is 'http://login.example.com'", "must be an https address")]
    [InlineData("Authority", "https://login.example.com/?x=1", "Authority is 'https://login.example.com/?x=1'", "without query")]
    [InlineData("Kind", "Google", "ClientSecretFile is missing", "the client's secret")]
    [InlineData("Kind", "Apple", "TeamId is missing", "Apple shows it")]
    [InlineData("Kind", "Microsoft", "TenantId is ''", "a GUID")]
    [InlineData("SigningAlgorithm", "HS256", "SigningAlgorithm is 'HS256'", "RS256")]
    [InlineData("SigningAlgorithm", "none", "SigningAlgorithm is 'none'", "RS256")]
    [InlineData("AuthoritativeDomains:0", "bob@example.com", "AuthoritativeDomains:0 is 'bob@example.com'", "must be a domain")]
    [InlineData("AuthoritativeDomains", "example.com", "AuthoritativeDomains is 'example.com'", "it is a list")]
    [InlineData("ClientSecret", "x", "ClientSecret is no setting", "docs/configuration.md")]
    [InlineData("ClientSecretFile", "/nonexistent", "ClientSecretFile is '/nonexistent'", "must be a readable file")]
    public async Task A_wrong_setting_names_key_and_remedy(string key, string value, params string[] says)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync((key, value)));
        var text = error switch
        {
            StartException start => string.Join('\n', start.Texts),
            Microsoft.Extensions.Options.OptionsValidationException invalid => string.Join('\n', invalid.Failures),
            _ => error.ToString(),
        };
        Assert.All(says, piece => Assert.Contains(piece, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Domains_are_not_believed_of_all_organisations_at_once()
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            StartAsync(("Kind", "Microsoft"), ("TenantId", "common"), ("ClientSecretFile", "/dev/null"), ("AuthoritativeDomains:0", "example.com")));
        Assert.Contains("any organisation could claim these addresses", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apple_key_that_is_none_and_an_empty_secret_are_told_of()
    {
        var file = Path.GetTempFileName();
        try
        {
            var empty = await Assert.ThrowsAsync<ClientSecretException>(() => StartAsync(("ClientSecretFile", file)));
            Assert.Contains("which is empty", empty.Message, StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "not a key");
            var apple = await Assert.ThrowsAsync<ClientSecretException>(() => StartAsync(("Kind", "Apple"), ("TeamId", "T"), ("KeyId", "K"), ("ClientSecretFile", file)));
            Assert.Contains("the private key as Apple gave it out", apple.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Work")]
    [InlineData("a b")]
    [InlineData("a_b")]
    public async Task A_name_that_cannot_stand_in_an_address_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(async () =>
            await (await TestPortal.StartAsync(($"Tenants:default:Providers:{name}:ClientId", "x"), ($"Tenants:default:Providers:{name}:Authority", "https://login.example.com"))).DisposeAsync());
        Assert.Contains("is no name for a provider", error.Message, StringComparison.Ordinal);
    }

    private static async Task StartAsync(params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] basis = [("ClientId", "portal"), ("Authority", "https://login.example.com")];
        await using var portal = await TestPortal.StartAsync([.. basis.Concat(settings).GroupBy(s => s.Key).Select(g => ($"{Section}:{g.Key}", g.Last().Value))]);
        foreach (var check in portal.App.Services.GetServices<IStartCheck>())
        {
            check.Check();
        }
    }
}
