using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace TestKit;

/// <summary>A person in front of a running portal, with a browser's cookies and without script.</summary>
public sealed partial class Person(RunningPortal portal) : IDisposable
{
    public const string Password = "a quiet river in november";

    private readonly HttpClient _client = portal.CreateClient();

    /// <summary>Follows the notice's link and registers.</summary>
    public async Task RegisterAsync(Uri link, string initialPassword, string name = "Bob Example")
    {
        var page = await _client.GetStringAsync(link.AbsolutePath);
        using var form = new FormUrlEncodedContent(
        [
            .. HtmlForm.Hidden(page, "/register").Select(field => KeyValuePair.Create(field.Name, field.Value)),
            new("initialPassword", initialPassword), new("name", name), new("newPassword", Password), new("repeatPassword", Password),
        ]);
        using var answer = await _client.PostAsync("/register", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/messages", answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    /// <summary>The ids of all messages, page after page.</summary>
    public async Task<IReadOnlyList<Guid>> InboxAsync()
    {
        var ids = new List<Guid>();
        for (var next = "/messages"; next is not null;)
        {
            var page = await _client.GetStringAsync(next);
            ids.AddRange(MessageLink().Matches(page).Select(match => Guid.Parse(match.Groups[1].Value)).Distinct());
            next = OlderLink().Match(page) is { Success: true } older ? "/messages" + WebUtility.HtmlDecode(older.Groups[1].Value) : null;
        }

        return ids;
    }

    public Task<string> ReadAsync(string path) => _client.GetStringAsync(path);

    public Task<HttpResponseMessage> GetAsync(string path, long? from = null, long? to = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (from is not null)
        {
            request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(from, to);
        }

        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("href=\"/messages/([0-9a-f]{32})\"")]
    private static partial Regex MessageLink();

    [GeneratedRegex("href=\"(?:/messages)?(\\?older=[^\"]*)\"")]
    private static partial Regex OlderLink();
}
