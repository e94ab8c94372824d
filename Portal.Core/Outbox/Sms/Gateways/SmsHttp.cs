using System.Net;
using Microsoft.Extensions.Options;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>
/// Requests to a provider: TLS as the system trusts it, no redirects, no cookies, one time limit over all, and of the answer no more than 64 KiB. It is no
/// client of the host's factory, because that one logs addresses, and an address may hold a number.
/// </summary>
internal sealed class SmsHttp(IOptions<SmsOptions> options) : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = options.Value.Timeout,
        MaxResponseHeadersLength = 32,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // ours covers the body too
    };

    /// <summary>The longest that one request can take.</summary>
    public TimeSpan Longest => options.Value.Timeout;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="SmsFailure">There was no whole answer.</exception>
    public async Task<SmsAnswer> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new SmsAnswer(answer.StatusCode, await BodyAsync(answer, limit.Token), Wish(answer));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmsFailure("timeout", mayHaveLeft: true);
        }
        catch (HttpRequestException error)
        {
            // These come before a byte of the request has left; of others nobody knows.
            throw new SmsFailure(error.HttpRequestError.ToString(), error.HttpRequestError is not (HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError));
        }
        catch (IOException error)
        {
            throw new SmsFailure(error.GetType().Name, mayHaveLeft: true);
        }
    }

    public void Dispose() => _client.Dispose();

    // What is longer is no answer that we could read: the status alone speaks then.
    private static async Task<byte[]> BodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[LongestAnswer + 1];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return length > LongestAnswer ? [] : body[..length];
    }

    private static TimeSpan Wish(HttpResponseMessage answer)
    {
        var wish = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when answer.Headers.Date is { } now => date - now,
            _ => TimeSpan.Zero,
        };
        return wish < TimeSpan.Zero ? TimeSpan.Zero : wish > LongestWish ? LongestWish : wish;
    }
}

/// <summary>An answer over HTTP.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its body; empty where it was too long.</param>
/// <param name="NotWithin">What Retry-After asks for.</param>
internal sealed record SmsAnswer(HttpStatusCode Status, byte[] Body, TimeSpan NotWithin)
{
    /// <summary>The outcome where the status alone speaks, for whatever is no success.</summary>
    /// <param name="code">What is kept and logged.</param>
    public SendOutcome Failure(string code) => (int)Status switch
    {
        // Redirects, credentials, addresses: mistakes of our settings, which an operator may be mending just now.
        (>= 300 and < 400) or 401 or 403 or 404 or 405 or 407 or 408 or 425 or 429 or >= 500 => new SendOutcome.Deferred(code) { NotWithin = NotWithin },
        _ => new SendOutcome.Refused(code),
    };
}

/// <summary>There was no whole answer; the message is a class of failure.</summary>
internal sealed class SmsFailure(string code, bool mayHaveLeft) : Exception(code)
{
    /// <summary>The outcome.</summary>
    public SendOutcome Outcome => new SendOutcome.Deferred(Message) { MayHaveLeft = mayHaveLeft };
}
