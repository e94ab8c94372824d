using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;
using Portal.Ingest.Smtp.Contents;

namespace Portal.Ingest.Http;

/// <summary>The HTTP door: one request is one mail, answered when it is on the disk. What is refused by its header is not read.</summary>
internal sealed class HttpDoor(
    IOptions<SmtpOptions> settings, CallingGateway callers, IIntake intake, Spool spool, ClaimSubmission claims, ILogger<HttpDoor> logger)
{
    public const string Path = "/ingest/messages";

    private const int MaxKeyLength = 255;

    private readonly SmtpOptions _options = settings.Value;

    public async Task HandleAsync(HttpContext context)
    {
        if (await TryAnswerAsync(context) is { } answer)
        {
            await answer.WriteAsync(context.Response);
        }
    }

    // Null where nobody is there any more.
    private async Task<Answer?> TryAnswerAsync(HttpContext context)
    {
        try
        {
            return await AnswerAsync(context);
        }
        catch (BadHttpRequestException error)
        {
            return Unread(context, Answer.BadHttp(error.StatusCode));
        }
        catch (Exception error) when (context.RequestAborted.IsCancellationRequested || error is ConnectionResetException or ConnectionAbortedException)
        {
            return null;
        }
        catch (Exception error)
        {
            Log.Unforeseen(logger, error);
            return Unread(context, Answer.TryLater);
        }
    }

    private async Task<Answer> AnswerAsync(HttpContext context)
    {
        if (!Framing.IsClear(context.Request))
        {
            return Unread(context, Answer.BadHttp(StatusCodes.Status400BadRequest));
        }

        if (!context.Request.Path.Equals(Path, StringComparison.Ordinal))
        {
            return Answer.NotFound;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return Answer.WrongMethod;
        }

        if (await callers.IdentifyAsync(context) is not { } gateway)
        {
            Log.Unknown(logger, context.Connection.RemoteIpAddress);
            return Unread(context, Answer.Unknown);
        }

        if ((Envelope.TryParse(context.Request.Headers, _options.MaxRecipients, out var envelope) ?? Refusal(context.Request)) is { } refusal)
        {
            return Unread(context, refusal);
        }

        SetLimits(context.Features);
        return await ReceiveAsync(context, gateway, envelope);
    }

    // What is left of the body is not worth reading.
    private static Answer Unread(HttpContext context, Answer answer)
    {
        context.Response.Headers.Connection = "close";
        return answer;
    }

    private Answer? Refusal(HttpRequest request) =>
        !IsMessage(request) ? Answer.WrongType
        : IdempotencyKey(request) is { Length: 0 or > MaxKeyLength } ? Answer.BadKey
        : request.ContentLength > _options.MaxMessageBytes ? Answer.Of(Reply.TooLarge)
        : null;

    private async Task<Answer> ReceiveAsync(HttpContext context, Gateway gateway, Envelope envelope)
    {
        var key = IdempotencyKey(context.Request);
        using var fingerprint = key is null ? null : BodyReceiver.Begin(envelope);
        using var file = spool.Open();
        var content = new Content(_options, file, logger);
        await BodyReceiver.ReadAsync(context.Request, content, fingerprint, context.RequestAborted);
        if (content.Failure is { } failure)
        {
            return Unread(context, Answer.Of(failure));
        }

        return key is null || await claims.ClaimAsync(gateway.Name, key, fingerprint!.GetHashAndReset(), context.RequestAborted)
            ? await HandOverAsync(content, gateway, envelope, context.RequestAborted)
            : Answer.KeyReused;
    }

    private async Task<Answer> HandOverAsync(Content content, Gateway gateway, Envelope envelope, CancellationToken cancellationToken)
    {
        var mail = content.ToMail(envelope.ReversePath, envelope.Recipients) with { Gateway = gateway.Name };
        await using (mail.Body)
        {
            return Answer.Of(envelope.Recipients, await intake.AcceptAsync(mail, cancellationToken));
        }
    }

    // The bytes are counted by what takes them; a body that trickles is ended by the server.
    private void SetLimits(IFeatureCollection features)
    {
        features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate =
            new(_options.MinDataBytesPerSecond, _options.DataTimeout + TimeSpan.FromSeconds(1)); // Kestrel wants more than a second
    }

    private static bool IsMessage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("message/rfc822", StringComparison.OrdinalIgnoreCase)
        && StringValues.IsNullOrEmpty(request.Headers.ContentEncoding);

    // Null where none was sent, empty where it is none.
    private static string? IdempotencyKey(HttpRequest request)
    {
        var sent = request.Headers["Idempotency-Key"];
        return sent.Count == 0 ? null
            : sent.Count == 1 && sent[0]!.All(c => c is > ' ' and <= '~') ? sent[0]
            : "";
    }
}
