using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>SMS by any gateway with an HTTP interface. Any 2xx means that it has the SMS.</summary>
internal sealed class HttpSms(SmsHttp http, IOptions<SmsOptions> options) : ISmsSender
{
    /// <summary>The kinds of body for which a value can be encoded.</summary>
    internal const string Json = "application/json";

    /// <inheritdoc cref="Json" />
    internal const string Form = "application/x-www-form-urlencoded";

    private readonly HttpSmsOptions _options = options.Value.Http;

    public int Lanes => 4;

    public TimeSpan LongestSend => http.Longest;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async Task<SendOutcome> SendAsync(OutgoingSms sms, CancellationToken cancellationToken)
    {
        using var request = Request(sms);
        try
        {
            var answer = await http.AskAsync(request, cancellationToken);
            var code = ((int)answer.Status).ToString(CultureInfo.InvariantCulture);
            return (int)answer.Status is >= 200 and < 300 ? new SendOutcome.Sent(code) : answer.Failure(code);
        }
        catch (SmsFailure failure)
        {
            return failure.Outcome;
        }
    }

    private HttpRequestMessage Request(OutgoingSms sms)
    {
        string Value(string name) => name switch
        {
            SmsTemplate.Number => sms.Number.E164,
            SmsTemplate.Digits => sms.Number.Digits,
            SmsTemplate.Text => sms.Text,
            SmsTemplate.Id => sms.Id.ToString("N"),
            SmsTemplate.Secret => SecretFile.Read(_options.SecretFile),
            _ => throw new FormatException("A template has a placeholder that means nothing."),
        };

        var request = new HttpRequestMessage(
            HttpMethod.Parse(_options.Method), new Uri(SmsTemplate.Fill(_options.Url, Value, SmsTemplate.ForUrl), UriKind.Absolute));
        if (_options.Body.Length > 0)
        {
            Func<string, string> encode = _options.ContentType == Json ? SmsTemplate.ForJson : SmsTemplate.ForUrl;
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(SmsTemplate.Fill(_options.Body, Value, encode)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(_options.ContentType);
        }

        foreach (var (name, value) in _options.HeaderFile.Length > 0 ? HeaderLines.Of(SecretFile.Read(_options.HeaderFile)) : [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
