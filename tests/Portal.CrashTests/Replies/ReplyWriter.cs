using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using TestKit;

namespace Portal.CrashTests.Replies;

/// <summary>A person who writes one numbered reply after another, and sends the same form again when no answer came.</summary>
internal sealed partial class ReplyWriter(int count) : IDisposable
{
    private const int Windows = 4;

    private readonly ConcurrentQueue<int> _waiting = new(Enumerable.Range(0, count));
    private readonly Guid[] _drafts = [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];
    private readonly HttpClientHandler _handler = new()
    {
        AllowAutoRedirect = false,
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    };

    private int _acknowledged;
    private int _sentAgain;

    public int Waiting => _waiting.Count;

    public int Acknowledged => _acknowledged;

    public int SentAgain => _sentAgain;

    /// <summary>Registers in this person's browser and gives the message that is answered.</summary>
    public async Task<Guid> RegisterAsync(Uri web, Uri link, string initialPassword)
    {
        using var client = Client(web);
        var page = await client.GetStringAsync(link.AbsolutePath);
        using var form = new FormUrlEncodedContent(
        [
            .. HtmlForm.Hidden(page, "/register").Select(field => KeyValuePair.Create(field.Name, field.Value)),
            new("initialPassword", initialPassword), new("name", "Bob Example"), new("newPassword", Person.Password), new("repeatPassword", Person.Password),
        ]);
        using var answer = await client.PostAsync("/register", form);
        return Guid.Parse(MessageLink().Match(await client.GetStringAsync("/messages")).Groups[1].Value);
    }

    /// <summary>Writes until nothing waits or the portal is gone.</summary>
    public async Task RunAsync(Uri web, Guid message)
    {
        using var client = Client(web);
        try
        {
            var path = $"/messages/{message:N}/reply";
            var token = AntiforgeryToken().Match(await client.GetStringAsync(path)).Groups[1].Value;
            await Task.WhenAll(Enumerable.Range(0, Windows).Select(_ => Task.Run(() => WriteAsync(client, path, token))));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // The plug was pulled before the form came.
        }
    }

    public void Dispose() => _handler.Dispose();

    private HttpClient Client(Uri web) => new(_handler, disposeHandler: false) { BaseAddress = web };

    private async Task WriteAsync(HttpClient client, string path, string token)
    {
        while (_waiting.TryDequeue(out var number))
        {
            try
            {
                using var form = Form(token, number);
                using var answer = await client.PostAsync($"{path}?draft={_drafts[number]:N}&do=send", form);
                if (answer.Headers.Location?.OriginalString.StartsWith("/compose/sent", StringComparison.Ordinal) == true)
                {
                    Interlocked.Increment(ref _acknowledged);
                    continue;
                }

                if ((int)answer.StatusCode < 500)
                {
                    throw new InvalidOperationException($"Reply {number} got {answer.StatusCode} {answer.Headers.Location}");
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // The plug was pulled within this reply.
            }

            Interlocked.Increment(ref _sentAgain);
            _waiting.Enqueue(number);
            return;
        }
    }

    private static MultipartFormDataContent Form(string token, int number) => new()
    {
        { new StringContent(token), "__RequestVerificationToken" },
        { new StringContent($"Reply {number:D6}"), "subject" },
        { new StringContent($"This is the answer with the number {number:D6}."), "text" },
    };

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();

    [GeneratedRegex("href=\"/messages/([0-9a-f]{32})\"")]
    private static partial Regex MessageLink();
}
