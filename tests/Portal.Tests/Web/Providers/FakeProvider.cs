using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Web.Providers;

/// <summary>A small OpenID provider on 127.0.0.1 that answers as it is told, right or wrong. Discovery and token endpoint check what they are sent.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string ClientId = "portal-client";
    public const string Secret = "s3cret+with/odd:signs";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce)> _codes = new();

    private FakeProvider(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>What the next answers are.</summary>
    public Answers Next { get; set; } = new();

    /// <summary>How often discovery was asked.</summary>
    public int Discoveries { get; private set; }

    /// <summary>The fields of the last request to the token endpoint.</summary>
    public IReadOnlyDictionary<string, string> LastToken { get; private set; } = new Dictionary<string, string>();

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        return provider;
    }

    /// <summary>What a person's consent does: a code, and the address to which the browser goes back.</summary>
    /// <param name="authorization">The address that the portal sent the browser to.</param>
    public (string Code, Dictionary<string, string> Request) Consent(string authorization)
    {
        var request = QueryHelpers.ParseQuery(new Uri(authorization).Query).ToDictionary(p => p.Key, p => p.Value.ToString());
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (request["code_challenge"], request.GetValueOrDefault("nonce", ""));
        return (code, request);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (Next.Down)
        {
            context.Response.StatusCode = 503;
        }
        else if (path.EndsWith("/.well-known/openid-configuration", StringComparison.Ordinal))
        {
            Discoveries++;
            await context.Response.WriteAsJsonAsync(Discovery(path));
        }
        else if (path.EndsWith("/jwks", StringComparison.Ordinal))
        {
            await context.Response.WriteAsJsonAsync(new { keys = Next.Keys });
        }
        else if (path.EndsWith("/token", StringComparison.Ordinal) || path.EndsWith("/oauth/access_token", StringComparison.Ordinal))
        {
            await TokenAsync(context);
        }
        else if (path.EndsWith("/userinfo", StringComparison.Ordinal) || path.EndsWith("/me", StringComparison.Ordinal))
        {
            var allowed = context.Request.Headers.Authorization == $"Bearer {Answers.AccessToken}" && Next.AllowsUserInfo(context.Request);
            context.Response.StatusCode = allowed ? 200 : 401;
            await context.Response.WriteAsJsonAsync(Next.UserInfo);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }

    private Dictionary<string, object> Discovery(string path)
    {
        var under = Url + path[..^"/.well-known/openid-configuration".Length];
        var found = new Dictionary<string, object>
        {
            ["issuer"] = Next.DiscoveredIssuer ?? under,
            ["authorization_endpoint"] = $"{under}/authorize",
            ["token_endpoint"] = $"{under}/token",
            ["userinfo_endpoint"] = $"{under}/userinfo",
            ["jwks_uri"] = $"{under}/jwks",
        };
        if (Next.NamesIssuer)
        {
            found["authorization_response_iss_parameter_supported"] = true;
        }

        return found;
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString());
        LastToken = form;
        var verifier = form.GetValueOrDefault("code_verifier", "");
        if (!_codes.TryRemove(form.GetValueOrDefault("code", ""), out var code)
            || code.Challenge != Answers.Base64(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))
            || !Next.KnowsClient(form, context.Request.Headers.Authorization.ToString()))
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_grant" });
            return;
        }

        await context.Response.WriteAsJsonAsync(Next.Tokens(code.Nonce));
    }
}
