using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace TestKit;

/// <summary>A certified OpenID provider as a process of its own (tests/TestTools/oidc-provider). Any name and password sign in there.</summary>
public sealed partial class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "portal";
    public const string ClientSecret = "a secret: of/the+tests";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private OpenIdProvider(Process process) => _process = process;

    internal static string Folder { get; } = Path.Combine(Corpora.Root, "tests", "TestTools", "oidc-provider");

    /// <param name="port">Where it listens, on 127.0.0.1.</param>
    /// <param name="callback">The portal's address for its answers.</param>
    public static async Task<OpenIdProvider> StartAsync(int port, string callback)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("node", [Path.Combine(Folder, "provider.mjs"), port.ToString(CultureInfo.InvariantCulture), callback])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var listening = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => _ = line.Data is null ? listening.TrySetResult(false) : line.Data == "listening" && listening.TrySetResult(true);
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await listening.Task.WaitAsync(LongestStart)
            ? new OpenIdProvider(process)
            : throw new InvalidOperationException("The OpenID provider ended before it listened.");
    }

    /// <summary>Signs a person in there and consents, as a browser without script would.</summary>
    /// <returns>The address to which the provider sends the browser back.</returns>
    public static async Task<Uri> ConsentAsync(Uri authorization, string person)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler);
        var answer = await client.GetAsync(authorization);
        for (var at = authorization; ;)
        {
            if (answer.Headers.Location is { } next)
            {
                at = new Uri(at, next);
                if (at.Host != authorization.Host || at.Port != authorization.Port)
                {
                    return at;
                }

                answer = await client.GetAsync(at);
                continue;
            }

            var page = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, page);
            at = new Uri(at, WebUtility.HtmlDecode(FormAction().Match(page).Groups[1].Value));
            using var form = new FormUrlEncodedContent([
                new("prompt", page.Contains("name=\"login\"", StringComparison.Ordinal) ? "login" : "consent"), new("login", person), new("password", "any")]);
            answer = await client.PostAsync(at, form);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex("<form[^>]* action=\"([^\"]*)\"")]
    private static partial Regex FormAction();
}

/// <summary>A fact that needs the OpenID provider, and is visibly skipped where Node.js or its package is missing.</summary>
public sealed class OpenIdProviderFactAttribute : FactAttribute
{
    public OpenIdProviderFactAttribute() => Skip = !Tool.Exists("node")
        ? "Node.js is not installed"
        : Directory.Exists(Path.Combine(OpenIdProvider.Folder, "node_modules")) ? null : "npm ci was not run in tests/TestTools/oidc-provider";
}
