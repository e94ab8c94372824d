using System.Net;
using TestKit;

namespace Portal.Tests.Web;

/// <summary>Does what a browser does that matters here: keeps cookies, sends forms with what they hold; follows redirects when asked.</summary>
internal sealed class Browser(HttpMessageHandler server) : IDisposable
{
    private readonly HttpClient _client = new(server) { BaseAddress = new Uri(TestPortal.Origin) };
    private readonly CookieContainer _cookies = new();

    public string? Cookie(string name) => _cookies.GetCookies(new Uri(TestPortal.Origin))[name]?.Value;

    public void SetCookie(string name, string value) =>
        _cookies.Add(new Uri(TestPortal.Origin), new Cookie(name, value, "/") { Secure = true });

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>The page's text; redirects are followed.</summary>
    public async Task<string> ReadAsync(string path, params (string Name, string Value)[] headers)
    {
        var response = await GetAsync(path, headers);
        for (var hops = 0; (int)response.StatusCode is >= 300 and < 400 && hops < 5; hops++)
        {
            response = await GetAsync(response.Headers.Location!.OriginalString, headers);
        }

        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Loads the page, then sends its form with that action, the hidden fields included.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await ReadAsync(page);
        return await PostAsync(action, [.. HtmlForm.Hidden(html, action, fields), .. fields]);
    }

    public Task<HttpResponseMessage> PostAsync(
        string path, IEnumerable<(string Name, string Value)> fields, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), headers);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        var cookies = _cookies.GetCookieHeader(new Uri(TestPortal.Origin));
        if (cookies.Length > 0)
        {
            request.Headers.Add("Cookie", cookies);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await _client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            _cookies.SetCookies(new Uri(TestPortal.Origin), cookie);
        }

        return response;
    }

    /// <summary>Sends a form and gives the answer's bytes while they come.</summary>
    public async Task<Stream> StreamAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("Cookie", _cookies.GetCookieHeader(new Uri(TestPortal.Origin)));
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
    }

    /// <summary>The hidden fields of the page's form with that action.</summary>
    public static IEnumerable<(string Name, string Value)> Hidden(string html, string action) => HtmlForm.Hidden(html, action);

    public void Dispose() => _client.Dispose();
}
