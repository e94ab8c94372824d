using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>Reads Twilio's answers. Of errors only their numbers are kept: the texts repeat the recipient's phone number.</summary>
internal static partial class TwilioAnswer
{
    // The sender, the service, the account: ours to mend. Everything else in a 400 is about the recipient or the text and stays so.
    private static readonly HashSet<int> Ours = [20003, 20005, 20429, 21212, 21603, 21606, 21607, 21608, 21659, 21660, 21661, 21701, 21703, 21705, 21712];

    /// <summary>The outcome of <c>POST Messages.json</c>.</summary>
    public static SendOutcome ToMessage(SmsAnswer answer)
    {
        using var json = Parse(answer.Body);
        if ((int)answer.Status is >= 200 and < 300)
        {
            // It is Twilio's now, even where we do not understand what it says.
            var sid = Text(json, "sid");
            return Report(json) is { State: SmsState.Failed, ErrorCode: var error }
                ? new SendOutcome.Refused($"{(int)answer.Status} {error ?? "failed"}")
                : new SendOutcome.Sent(Code(answer, null)) { ProviderId = sid is not null && IsMessageSid(sid) ? sid : null };
        }

        var code = Number(json, "code");
        return code is { } known && Ours.Contains(known)
            ? new SendOutcome.Deferred(Code(answer, code)) { NotWithin = answer.NotWithin }
            : answer.Failure(Code(answer, code));
    }

    /// <summary>What <c>GET Messages/{Sid}.json</c> says; null where it says nothing.</summary>
    public static SmsReport? ToQuestion(SmsAnswer answer)
    {
        using var json = Parse(answer.Body);
        return (int)answer.Status is >= 200 and < 300 ? Report(json) : null;
    }

    /// <summary>Whether it may stand in an address.</summary>
    public static bool IsMessageSid(string sid) => MessageSid().IsMatch(sid);

    private static SmsReport? Report(JsonDocument? json) => Text(json, "status") switch
    {
        "delivered" or "read" => new SmsReport(SmsState.Delivered, null),
        "failed" or "undelivered" or "canceled" => new SmsReport(SmsState.Failed, Number(json, "error_code")?.ToString(CultureInfo.InvariantCulture)),
        "accepted" or "scheduled" or "queued" or "sending" or "sent" => new SmsReport(SmsState.Sent, null),
        _ => null,
    };

    private static string Code(SmsAnswer answer, int? code) => code is null
        ? ((int)answer.Status).ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{(int)answer.Status} {code}");

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }

            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null; // a proxy's page, or nothing
        }
    }

    private static string? Text(JsonDocument? json, string name) =>
        json?.RootElement.TryGetProperty(name, out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonDocument? json, string name) =>
        json?.RootElement.TryGetProperty(name, out var value) == true && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number : null;

    [GeneratedRegex(@"^(?:SM|MM)[0-9a-fA-F]{32}\z")]
    private static partial Regex MessageSid();
}
