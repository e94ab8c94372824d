using System.Text.RegularExpressions;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>A browser's requests without the browser.</summary>
internal sealed partial class WebReader(RunningPortal portal) : IDisposable
{
    private readonly HttpClient _client = portal.CreateClient();

    public async Task SignInAsync(string address)
    {
        var form = await _client.GetStringAsync("/sign-in");
        using var answer = await _client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["email"] = address,
            ["password"] = Reader.Password,
            ["__RequestVerificationToken"] = TokenOf(form),
        }));
        answer.EnsureSuccessStatusCode();
        if (!answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/messages", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The sign-in did not lead to the inbox.");
        }
    }

    /// <summary>The page's token against requests from other sites.</summary>
    public static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    /// <summary>The address of the first message in the inbox.</summary>
    public async Task<string> FirstMessageAsync() => Message().Match(await _client.GetStringAsync("/messages")).Value;

    public async Task GetAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null);
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("/messages/[0-9a-fA-F-]{32,36}")]
    private static partial Regex Message();
}
