using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;

namespace Portal.Ingest.Http;

/// <summary>What the HTTP door answers: 200 with one outcome a recipient, or problem details (RFC 9457).</summary>
/// <param name="Status">The HTTP status: 200 durable, 4xx never, 5xx later.</param>
/// <param name="Title">The kind of the problem in words.</param>
/// <param name="Detail">What to do about it; names no cause inside the tunnel.</param>
internal sealed record Answer(int Status, string Title, string Detail)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // no browser takes it for HTML: it says that it is JSON
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Answer NotFound { get; } = new(404, "Not found", $"Messages go to {HttpDoor.Path}.");

    public static Answer WrongMethod { get; } = new(405, "Method not allowed", "Messages are posted.");

    public static Answer Unknown { get; } = new(401, "Unauthorized", "A gateway's bearer key or client certificate is needed.");

    public static Answer WrongType { get; } = new(415, "Unsupported media type", "The body is one message/rfc822 without a content coding.");

    public static Answer BadKey { get; } = BadRequest("Idempotency-Key is one value of 1 to 255 visible ASCII characters.");

    public static Answer KeyReused { get; } = new(
        422, "Idempotency-Key used before", "This Idempotency-Key was sent with another message or envelope within the last 24 hours.");

    public static Answer TryLater { get; } = Later(503, Reply.Unforeseen.Text);

    /// <summary>One outcome a recipient, in the envelope's order.</summary>
    public IReadOnlyList<RecipientOutcome>? Recipients { get; private init; }

    /// <summary>Seconds to wait before the next try.</summary>
    private int? RetryAfter { get; init; }

    public static Answer BadRequest(string detail) => new(400, "Bad request", detail);

    /// <summary>What the server found wrong with the request itself.</summary>
    public static Answer BadHttp(int status) => new(status, "Bad request", "The request broke off, was too slow or breaks the rules of HTTP.");

    /// <summary>What the body's reader found wrong.</summary>
    public static Answer Of(Reply failure) => failure switch
    {
        _ when failure == Reply.TooLarge || failure == Reply.HeaderTooLarge => new(413, "Content too large", failure.Text),
        { Code: 452 } => Later(507, failure.Text),
        { Code: < 500 } => Later(503, failure.Text),
        _ => new(422, "Refused", failure.Text),
    };

    /// <summary>What became of a mail. A temporary failure for one is one for all: taking a mail twice changes nothing.</summary>
    public static Answer Of(IReadOnlyList<string> addresses, IReadOnlyList<IntakeOutcome> outcomes)
    {
        var replies = outcomes.Select(Reply.Of).ToList();
        var each = addresses.Zip(replies, (address, reply) => new RecipientOutcome(address, reply.Status, reply.Text)).ToList();
        var later = replies.Find(r => r.Code is >= 400 and < 500);
        if (later != default)
        {
            return Of(later) with { Recipients = each };
        }

        var refused = replies.FindAll(r => r.Code >= 500);
        if (refused.Count == 0)
        {
            return new Answer(200, "", "") { Recipients = each };
        }

        var detail = refused.Count == replies.Count ? refused[0].Text : $"Refused for {refused.Count} of {replies.Count} recipients: {refused[0].Text}";
        return new Answer(refused.TrueForAll(r => r.Status == "5.7.1") ? 403 : 422, "Refused", detail) { Recipients = each };
    }

    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.RetryAfter = RetryAfter?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers.WWWAuthenticate = Status == 401 ? "Bearer" : default;
        response.Headers.Allow = Status == 405 ? HttpMethods.Post : default;
        return Status == 200
            ? response.WriteAsJsonAsync(new { Recipients }, Json, "application/json")
            : response.WriteAsJsonAsync(new { Type = "about:blank", Title, Status, Detail, Recipients }, Json, "application/problem+json");
    }

    private static Answer Later(int status, string detail) => new(status, "Try again later", detail) { RetryAfter = status == 507 ? 300 : 60 };

    /// <summary>What became of the mail for one recipient.</summary>
    /// <param name="Address">The recipient.</param>
    /// <param name="Status">The enhanced status code (RFC 3463): 2.y.z taken, 4.y.z later, 5.y.z never.</param>
    /// <param name="Detail">The same in words.</param>
    internal sealed record RecipientOutcome(string Address, string Status, string Detail);
}
