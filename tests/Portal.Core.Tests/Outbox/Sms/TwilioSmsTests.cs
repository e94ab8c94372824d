using System.Net;
using System.Net.Sockets;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Gateways;
using Portal.Core.Storage.Model;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

public sealed class TwilioSmsTests(FakeTwilio server) : IClassFixture<FakeTwilio>, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SmsHttp> _clients = [];

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task An_SMS_goes_out_as_the_API_wants_it_and_comes_back_with_its_id()
    {
        var sent = Assert.IsType<SendOutcome.Sent>(await Twilio().SendAsync(SmsSamples.Sms("+41791230001", "Grüße & 1+1=2 {text} \"x\""), default));
        Assert.Equal("201", sent.Code);
        Assert.Matches("^SM[0-9a-f]{32}$", sent.ProviderId);
        var request = Assert.Single(await PostsAsync("+41791230001"));
        Assert.Equal($"/2010-04-01/Accounts/{FakeTwilio.AccountSid}/Messages.json", request.GetProperty("path").GetString());
        Assert.Equal("application/x-www-form-urlencoded", request.GetProperty("type").GetString());
        var form = request.GetProperty("form").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString());
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["To"] = "+41791230001", ["From"] = "+41791112233", ["Body"] = "Grüße & 1+1=2 {text} \"x\"", ["ValidityPeriod"] = "600",
            }, form);
    }

    [Fact]
    public async Task A_messaging_service_stands_in_the_place_of_a_sender()
    {
        const string Service = "MG0123456789abcdef0123456789abcdef";
        Assert.IsType<SendOutcome.Sent>(await Twilio(o => (o.From, o.MessagingServiceSid) = ("", Service)).SendAsync(SmsSamples.Sms("+41791230002"), default));
        var form = Assert.Single(await PostsAsync("+41791230002")).GetProperty("form");
        Assert.Equal(Service, form.GetProperty("MessagingServiceSid").GetString());
        Assert.False(form.TryGetProperty("From", out _));
    }

    [Theory]
    [InlineData("11", "400 21211")]
    [InlineData("12", "400 21610")]
    [InlineData("13", "400 21614")]
    public async Task What_concerns_the_recipient_is_refused_for_good(string end, string code)
    {
        var refused = Assert.IsType<SendOutcome.Refused>(await Twilio().SendAsync(SmsSamples.Sms($"+417912340{end}"), default));
        Assert.Equal(code, refused.Code);
    }

    [Theory]
    [InlineData("14", "400 21212", 0)]
    [InlineData("15", "403 20403", 0)]
    [InlineData("16", "404 20404", 0)]
    [InlineData("17", "429 20429", 90)]
    [InlineData("18", "500 20500", 0)]
    [InlineData("19", "503 20503", 120)]
    [InlineData("20", "502", 0)]
    [InlineData("21", "301", 0)]
    public async Task What_is_ours_or_passes_is_tried_again_and_Retry_After_is_heeded(string end, string code, int seconds)
    {
        var deferred = Assert.IsType<SendOutcome.Deferred>(await Twilio().SendAsync(SmsSamples.Sms($"+417912341{end}"), default));
        Assert.Equal((code, TimeSpan.FromSeconds(seconds), false), (deferred.Code, deferred.NotWithin, deferred.MayHaveLeft));
        Assert.DoesNotContain("/elsewhere", server.Paths());
    }

    [Fact]
    public async Task A_wrong_token_is_tried_again_and_a_mended_one_works_at_once()
    {
        var twilio = Twilio();
        var right = await File.ReadAllTextAsync(_folder.File("token"));
        await File.WriteAllTextAsync(_folder.File("token"), "wrong");
        Assert.Equal("401 20003", Assert.IsType<SendOutcome.Deferred>(await twilio.SendAsync(SmsSamples.Sms("+41791230003"), default)).Code);
        await File.WriteAllTextAsync(_folder.File("token"), right);
        Assert.IsType<SendOutcome.Sent>(await twilio.SendAsync(SmsSamples.Sms("+41791230003"), default));
    }

    [Fact]
    public async Task Silence_ends_in_time_and_counts_as_possibly_sent()
    {
        var deferred = Assert.IsType<SendOutcome.Deferred>(
            await Twilio(timeout: TimeSpan.FromSeconds(1)).SendAsync(SmsSamples.Sms("+41791230022"), default));
        Assert.Equal(("timeout", true), (deferred.Code, deferred.MayHaveLeft));
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_in_which_nothing_has_left()
    {
        var deferred = Assert.IsType<SendOutcome.Deferred>(
            await Twilio(o => o.BaseUrl = $"http://127.0.0.1:{FreePort.Next()}").SendAsync(SmsSamples.Sms("+41791230004"), default));
        Assert.Equal(("ConnectionError", false), (deferred.Code, deferred.MayHaveLeft));
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_counts_as_possibly_sent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = Twilio(o => o.BaseUrl = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}").SendAsync(SmsSamples.Sms("+41791230005"), default);
        using (var peer = await listener.AcceptTcpClientAsync())
        {
            Assert.True(await peer.GetStream().ReadAsync(new byte[8192]) > 0);
        }

        Assert.True(Assert.IsType<SendOutcome.Deferred>(await sending).MayHaveLeft);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off_and_the_SMS_counts_as_taken()
    {
        var sent = Assert.IsType<SendOutcome.Sent>(await Twilio().SendAsync(SmsSamples.Sms("+41791230023"), default));
        Assert.Null(sent.ProviderId);
    }

    [Theory]
    [InlineData("+41791230030", SmsState.Delivered, null)]
    [InlineData("+41791230031", SmsState.Failed, "30003")]
    [InlineData("+41791230032", SmsState.Sent, null)]
    public async Task Asked_it_tells_what_became_of_an_SMS(string number, SmsState state, string? error)
    {
        var twilio = Twilio();
        var sid = Assert.IsType<SendOutcome.Sent>(await twilio.SendAsync(SmsSamples.Sms(number), default)).ProviderId!;
        Assert.Equal(new SmsReport(SmsState.Sent, null), await twilio.AskAsync(sid, default));
        Assert.Equal(new SmsReport(state, error), await twilio.AskAsync(sid, default));
    }

    [Fact]
    public async Task An_id_that_is_none_of_Twilios_is_not_asked_about()
    {
        Assert.Null(await Twilio().AskAsync("../../Messages/SM1", default));
        Assert.Null(await Twilio().AskAsync("SM" + new string('f', 32), default));
        Assert.DoesNotContain(server.Paths(), path => path.Contains("SM1", StringComparison.Ordinal));
    }

    private TwilioSms Twilio(Action<TwilioOptions>? change = null, TimeSpan? timeout = null)
    {
        File.WriteAllText(_folder.File("token"), FakeTwilio.AuthToken + "\n");
        var options = SmsSamples.Options(o =>
        {
            o.Twilio = new() { AccountSid = FakeTwilio.AccountSid, AuthTokenFile = _folder.File("token"), From = "+41791112233", BaseUrl = server.BaseUrl };
            o.Timeout = timeout ?? o.Timeout;
            change?.Invoke(o.Twilio);
        });
        var http = new SmsHttp(options);
        _clients.Add(http);
        return new TwilioSms(http, options);
    }

    // The server prints a request before it answers, but its line may come a moment later than the answer.
    private async Task<IReadOnlyList<System.Text.Json.JsonElement>> PostsAsync(string number)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (server.Posts(number).Count == 0)
        {
            await Task.Delay(10, limit.Token);
        }

        return server.Posts(number);
    }
}
