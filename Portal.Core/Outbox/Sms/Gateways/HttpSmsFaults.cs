using System.Text.Json;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>What is wrong with <c>Sms:Http</c>.</summary>
internal static class HttpSmsFaults
{
    public static IEnumerable<string?> Of(HttpSmsOptions options) =>
        Address(options).Concat(Body(options)).Concat(Placeholders(options)).Concat(Files(options));

    private static IEnumerable<string?> Address(HttpSmsOptions options)
    {
        // Within a path a value could lead elsewhere: dots are resolved there, encoded or not.
        var query = options.Url.IndexOf('?', StringComparison.Ordinal);
        var before = query < 0 ? options.Url : options.Url[..query];
        yield return before.Contains('{', StringComparison.Ordinal)
            ? $"Sms:Http:Url is '{options.Url}': placeholders may stand only behind the ?." : GatewayAddress.Fault("Sms:Http:Url", options.Url);
        yield return options.Method is "GET" or "POST" or "PUT" ? null : $"Sms:Http:Method is '{options.Method}': set GET, POST or PUT.";
    }

    private static IEnumerable<string?> Body(HttpSmsOptions options)
    {
        if (options.Method == "GET")
        {
            yield return options.Body.Length > 0 ? "Sms:Http:Body is set but Sms:Http:Method is 'GET': put everything into Sms:Http:Url, or set POST." : null;
            yield break;
        }

        yield return options.ContentType switch
        {
            HttpSms.Form => null,
            HttpSms.Json when options.Body.Length == 0 || IsJson(options.Body) => null,
            HttpSms.Json => "Sms:Http:Body is no JSON: placeholders stand within strings, as in {\"to\":\"{number}\",\"text\":\"{text}\"}.",
            _ => $"Sms:Http:ContentType is '{options.ContentType}': set {HttpSms.Json} or {HttpSms.Form}.",
        };
    }

    private static IEnumerable<string?> Placeholders(HttpSmsOptions options)
    {
        var names = SmsTemplate.NamesIn(options.Url).Union(SmsTemplate.NamesIn(options.Body)).ToHashSet();
        yield return (SmsTemplate.Stranger(options.Url) ?? SmsTemplate.Stranger(options.Body)) is { } stranger
            ? $"Sms:Http:Body or Url holds {{{stranger}}}, which stands for nothing: there are {{number}}, {{digits}}, {{text}}, {{id}} and {{secret}}." : null;
        yield return names.Contains(SmsTemplate.Text) && (names.Contains(SmsTemplate.Number) || names.Contains(SmsTemplate.Digits))
            ? null : "Sms:Http:Body and Sms:Http:Url lack {text}, or {number} or {digits}: without them no SMS gets anywhere.";
        yield return names.Contains(SmsTemplate.Secret) == options.SecretFile.Length > 0
            ? null : $"Sms:Http:SecretFile is '{options.SecretFile}': set it where Sms:Http:Body or Url holds {{secret}}, and only there.";
    }

    private static IEnumerable<string?> Files(HttpSmsOptions options)
    {
        yield return options.SecretFile.Length > 0 && SecretFile.Fault(options.SecretFile, SecretFile.FaultOfLine) is { } secret
            ? $"Sms:Http:SecretFile is '{options.SecretFile}': {secret}. Set the path of a file that holds only the secret and that the portal may read." : null;
        yield return options.HeaderFile.Length > 0 && SecretFile.Fault(options.HeaderFile, HeaderLines.Fault) is { } header
            ? $"Sms:Http:HeaderFile is '{options.HeaderFile}': {header}. Set the path of a file with one field a line, such as 'Authorization: Bearer …'." : null;
    }

    // The value is whole JSON only within a string.
    private static bool IsJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(SmsTemplate.Fill(body, _ => "\"", SmsTemplate.ForJson));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
