using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>SMS by Twilio's REST API, version 2010-04-01: the Messages resource.</summary>
internal sealed class TwilioSms(SmsHttp http, IOptions<SmsOptions> options) : ISmsSender, ISmsFollower
{
    private const int LongestValidity = 36_000; // seconds in Twilio's queue

    private readonly TwilioOptions _options = options.Value.Twilio;

    public int Lanes => 4;

    public TimeSpan LongestSend => http.Longest;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async Task<SendOutcome> SendAsync(OutgoingSms sms, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, "Messages.json");
        request.Content = new FormUrlEncodedContent(Fields(sms));
        try
        {
            return TwilioAnswer.ToMessage(await http.AskAsync(request, cancellationToken));
        }
        catch (SmsFailure failure)
        {
            return failure.Outcome;
        }
    }

    public async Task<SmsReport?> AskAsync(string providerId, CancellationToken cancellationToken)
    {
        if (!TwilioAnswer.IsMessageSid(providerId))
        {
            return null; // an id of another provider, from before the settings were changed
        }

        using var request = Request(HttpMethod.Get, $"Messages/{providerId}.json");
        try
        {
            return TwilioAnswer.ToQuestion(await http.AskAsync(request, cancellationToken));
        }
        catch (SmsFailure)
        {
            return null;
        }
    }

    private Dictionary<string, string> Fields(OutgoingSms sms)
    {
        var seconds = (int)Math.Clamp(sms.Validity.TotalSeconds, 1, LongestValidity);
        var sender = _options.MessagingServiceSid.Length > 0 ? ("MessagingServiceSid", _options.MessagingServiceSid) : ("From", _options.From);
        return new Dictionary<string, string>
        {
            ["To"] = sms.Number.E164,
            [sender.Item1] = sender.Item2,
            ["Body"] = sms.Text,
            ["ValidityPeriod"] = seconds.ToString(CultureInfo.InvariantCulture),
        };
    }

    private HttpRequestMessage Request(HttpMethod method, string resource)
    {
        var request = new HttpRequestMessage(method, $"{_options.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{_options.AccountSid}/{resource}");
        var credentials = Encoding.ASCII.GetBytes($"{_options.AccountSid}:{SecretFile.Read(_options.AuthTokenFile)}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }
}
