using System.Text.Json;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Gateways;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

public sealed class HttpSmsTests : IDisposable
{
    private const string Ok = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    private const string Hostile = "\",\"to\":\"+41790000000\"} & to=+1 {number} {secret} %0d%0a \r\nX: y ü";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_JSON_no_text_gets_out_of_its_string()
    {
        var sms = SmsSamples.Sms("+41791234567", Hostile);
        var (head, body, outcome) = await SendAsync(sms, o => o.Body = """{"to":"{number}","msg":{"text":"{text}","ref":"{id}"}}""");
        using var json = JsonDocument.Parse(body);
        Assert.Equal(["to", "msg"], json.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("+41791234567", json.RootElement.GetProperty("to").GetString());
        Assert.Equal(Hostile, json.RootElement.GetProperty("msg").GetProperty("text").GetString());
        Assert.Equal(sms.Id.ToString("N"), json.RootElement.GetProperty("msg").GetProperty("ref").GetString());
        Assert.Contains("Content-Type: application/json", head, StringComparison.Ordinal);
        Assert.Equal("202", Assert.IsType<SendOutcome.Sent>(outcome).Code);
    }

    [Fact]
    public async Task In_a_form_no_text_gets_out_of_its_field()
    {
        var (_, body, _) = await SendAsync(
            SmsSamples.Sms("+41791234567", Hostile), o => (o.ContentType, o.Body) = (HttpSms.Form, "to={number}&digits={digits}&text={text}"));
        var fields = body.Split('&').Select(field => field.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        Assert.Equal(new Dictionary<string, string> { ["to"] = "+41791234567", ["digits"] = "41791234567", ["text"] = Hostile }, fields);
    }

    [Fact]
    public async Task In_an_address_no_text_gets_out_of_its_parameter_and_secrets_come_from_files()
    {
        var secret = _folder.File("secret");
        var headers = _folder.File("headers");
        await File.WriteAllTextAsync(secret, "k3y&more\n");
        await File.WriteAllTextAsync(headers, "X-Api-Key: abc:def\nX-Account: 7\n");
        var (head, body, _) = await SendAsync(SmsSamples.Sms("+41791234567", Hostile + " #/../?"), o =>
        {
            (o.Method, o.Url) = ("GET", o.Url + "/send?to={digits}&text={text}&key={secret}");
            (o.SecretFile, o.HeaderFile) = (secret, headers);
        });
        var line = head.Split("\r\n")[0].Split(' ');
        Assert.Equal(("GET", "HTTP/1.1", 3), (line[0], line[2], line.Length));
        var parts = line[1].Split('?');
        Assert.Equal((2, "/send"), (parts.Length, parts[0]));
        Assert.Equal(["to=41791234567", $"text={Hostile + " #/../?"}", "key=k3y&more"], parts[1].Split('&').Select(Uri.UnescapeDataString));
        Assert.Contains("\r\nX-Api-Key: abc:def\r\n", head + "\r\n", StringComparison.Ordinal);
        Assert.Contains("\r\nX-Account: 7\r\n", head + "\r\n", StringComparison.Ordinal);
        Assert.Empty(body);
    }

    [Theory]
    [InlineData("HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n", typeof(SendOutcome.Refused), "422", 0)]
    [InlineData("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", typeof(SendOutcome.Deferred), "401", 0)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", typeof(SendOutcome.Deferred), "302", 0)]
    [InlineData("HTTP/1.1 429 Slow\r\nRetry-After: 45\r\nContent-Length: 0\r\n\r\n", typeof(SendOutcome.Deferred), "429", 45)]
    [InlineData("HTTP/1.1 503 Gone\r\nDate: Fri, 20 Nov 2026 14:05:00 GMT\r\nRetry-After: Fri, 20 Nov 2026 14:06:00 GMT\r\nContent-Length: 0\r\n\r\n", typeof(SendOutcome.Deferred), "503", 60)]
    [InlineData("HTTP/1.1 503 Gone\r\nRetry-After: 99999\r\nContent-Length: 0\r\n\r\n", typeof(SendOutcome.Deferred), "503", 3600)]
    public async Task Any_other_answer_is_refused_or_tried_again(string answer, Type outcome, string code, int seconds)
    {
        var (_, _, result) = await SendAsync(SmsSamples.Sms("+41791234567"), o => o.Body = """{"to":"{number}","text":"{text}"}""", answer);
        Assert.IsType(outcome, result);
        Assert.Equal(code, result.Code);
        Assert.Equal(seconds, (result as SendOutcome.Deferred)?.NotWithin.TotalSeconds ?? 0);
    }

    private static async Task<(string Head, string Body, SendOutcome Outcome)> SendAsync(
        OutgoingSms sms, Action<HttpSmsOptions> change, string answer = Ok)
    {
        using var gateway = new RecordingGateway(answer);
        var options = SmsSamples.Options(o =>
        {
            o.Provider = SmsProvider.Http;
            o.Http = new() { Url = gateway.Url };
            change(o.Http);
        });
        Assert.True(new SmsProviderCheck().Validate(null, options.Value).Succeeded);
        using var http = new SmsHttp(options);
        var outcome = await new HttpSms(http, options).SendAsync(sms, CancellationToken.None);
        var (head, body) = await gateway.RequestAsync();
        return (head, body, outcome);
    }
}
