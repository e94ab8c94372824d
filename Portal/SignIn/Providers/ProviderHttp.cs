using System.Net;
using System.Text.Json;

namespace Portal.SignIn.Providers;

/// <summary>
/// Asks providers: no redirects, no cookies, a limit on time and size, JSON alone. It logs nothing, since addresses and answers hold codes
/// and tokens.
/// </summary>
internal sealed class ProviderHttp : IDisposable
{
    private const int LargestAnswer = 256 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>The answer's JSON object.</summary>
    /// <exception cref="ExternalSignInException">There is none.</exception>
    public async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await _client.SendAsync(request, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken)),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => throw Unavailable("status 429 or 5xx"),
                _ => throw new ExternalSignInException(ExternalFailure.Refused, "status other than 200"),
            };
        }
        catch (HttpRequestException error)
        {
            throw Unavailable(error.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable("timeout");
        }
    }

    /// <summary>Parses JSON that says each thing once.</summary>
    /// <exception cref="ExternalSignInException">It is none, or no object.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Unavailable("no JSON object");
        }
        catch (JsonException)
        {
            throw Unavailable("no JSON");
        }
    }

    public void Dispose() => _client.Dispose();

    private static ExternalSignInException Unavailable(string reason) => new(ExternalFailure.Unavailable, reason);
}
