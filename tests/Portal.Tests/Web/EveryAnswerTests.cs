using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using TestKit;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>The security headers on every answer of every route, whoever asks and however: pages, files, redirects and errors.</summary>
public sealed partial class EveryAnswerTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "DELETE", "TRACE", "OPTIONS"];

    // What is no page and may have another policy, when all is well.
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["/body"] = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
            + "sandbox allow-popups allow-popups-to-escape-sandbox",
        ["/print.pdf"] = "default-src 'none'; frame-ancestors 'none'; sandbox",
        ["/evidence."] = "default-src 'none'; frame-ancestors 'none'; sandbox",
        ["/original.eml"] = "default-src 'none'; frame-ancestors 'none'; sandbox",
        ["/parts/"] = "default-src 'none'; frame-ancestors 'none'; sandbox",
        ["/scripts/"] = "default-src 'none'; frame-ancestors 'none'; sandbox",
        ["/theme/"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    };

    [Fact]
    public async Task Every_route_guards_every_answer_with_and_without_a_session()
    {
        await using var portal = await TestPortal.StartAsync(
            ("Portal:RateLimits:SignIns", "100000"), ("Portal:RateLimits:Registrations", "100000"), ("Portal:RateLimits:Notices", "100000"),
            ("Portal:RateLimits:Resets", "100000"), ("Portal:RateLimits:MailCodes", "100000"));
        var mail = await portal.DeliverAsync("every@example.org", Mails.Rich(new byte[10]));
        using var stranger = portal.Browser();
        using var reader = await portal.RegisterAsync(mail);
        var theme = Regex.Match(await stranger.ReadAsync("/sign-in"), "/theme/(theme\\.css\\?v=[0-9a-f]{16})").Groups[1].Value;
        var statuses = new SortedSet<int>();
        foreach (var route in Routes().Append("/nothing/here"))
        {
            var path = route.Replace("{id:guid}", $"{mail.Id:N}", StringComparison.Ordinal).Replace("{token}", mail.Token, StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{file}", theme, StringComparison.Ordinal);
            foreach (var (browser, method) in new[] { stranger, reader }.SelectMany(browser => Methods.Select(method => (browser, method))))
            {
                var answer = await browser.SendAsync(new HttpMethod(method), Rest().Replace(path, "x"), null);
                AssertGuarded(answer, path);
                statuses.Add((int)answer.StatusCode);
            }
        }

        Assert.Superset(new SortedSet<int> { 200, 302, 303, 400, 404, 405 }, statuses); // else the table had less in it than it seems
        Assert.DoesNotContain(500, statuses);
        Assert.Contains("With everything", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_tell_to_wait_are_guarded_too()
    {
        await using var portal = await TestPortal.StartAsync(("Portal:RateLimits:Notices", "1"));
        using var browser = portal.Browser();
        await browser.GetAsync("/n/AAAAAAAAAAAAAAAAAAAAAA");
        var limited = await browser.GetAsync("/n/AAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        AssertGuarded(limited, "/n/");

        var form = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/sign-in").ToList();
        using var go = new ManualResetEventSlim();
        var gate = portal.App.Services.GetRequiredService<PasswordGate>();
        var jam = Enumerable.Range(0, 64).Select(_ => gate.RunAsync(() => go.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None)).ToList();
        var busy = await browser.PostAsync("/sign-in", [.. form, ("email", "busy@example.org"), ("password", "x")]);
        go.Set();
        await Task.WhenAll(jam);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        AssertGuarded(busy, "/sign-in");
    }

    /// <summary>Fails where a header is missing or weaker than it must be there.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="path">Where it came from.</param>
    /// <param name="local">Whether the portal runs under localhost, of which no browser must remember that it wants HTTPS.</param>
    internal static void AssertGuarded(HttpResponseMessage answer, string path, bool local = false)
    {
        var (status, about) = ((int)answer.StatusCode, $"{answer.RequestMessage?.Method} {path}: ");
        var isContent = (status < 300 || status == 304) && (answer.RequestMessage!.Method == HttpMethod.Get || answer.RequestMessage.Method == HttpMethod.Head);
        var file = isContent ? Files.FirstOrDefault(file => path.Contains(file.Key, StringComparison.Ordinal)) : default;
        var policy = Header("Content-Security-Policy");
        Assert.True(
            file.Value is not null ? policy == file.Value : policy == HeaderTests.PagePolicy || (status == 200 && Regex.IsMatch(
                path.Contains("/compose", StringComparison.Ordinal) || path.Contains("/reply", StringComparison.Ordinal) || path.EndsWith("/forward", StringComparison.Ordinal)
                    ? policy.Replace("; connect-src 'self'", "", StringComparison.Ordinal) // what is being written is kept meanwhile
                    : policy,
                HeaderTests.ScriptPolicy)),
            $"{about}{status} {policy}");
        Assert.Equal($"{about}{(file.Key == "/body" ? "SAMEORIGIN" : "DENY")}", about + Header("X-Frame-Options"));
        Assert.Equal($"{about}{(file.Key is "/theme/" or "/scripts/" ? "public, max-age=31536000, immutable" : "no-store")}", about + Header("Cache-Control"));
        Assert.Equal($"{about}nosniff", about + Header("X-Content-Type-Options"));
        Assert.Equal($"{about}no-referrer", about + Header("Referrer-Policy"));
        Assert.StartsWith("accelerometer=(), browsing-topics=(), camera=(),", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal($"{about}same-origin", about + Header("Cross-Origin-Opener-Policy"));
        Assert.Equal($"{about}same-origin", about + Header("Cross-Origin-Resource-Policy"));
        Assert.Equal($"{about}none", about + Header("X-Permitted-Cross-Domain-Policies"));
        Assert.Equal(about + (local ? "" : "max-age=31536000"), about + Header("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"), about);

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
    }

    private static IEnumerable<string> Routes() =>
        File.ReadAllLines(Path.Combine(Corpora.Root, "tests", "Portal.Tests", "Web", "routes.txt")).Select(line => line.Split(' ')[0]).Distinct();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Rest();
}
