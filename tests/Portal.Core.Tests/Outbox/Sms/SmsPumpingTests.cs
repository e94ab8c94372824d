using System.Net;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Gateways;
using Portal.Core.Storage.Model;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>The whole way, from a thousand requests to the gateway on the other side.</summary>
public sealed class SmsPumpingTests(FakeTwilio server) : IClassFixture<FakeTwilio>, IDisposable
{
    private const int Requests = 1000;

    private readonly SmsBench _bench = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Of_a_thousand_requests_no_more_reach_the_gateway_than_a_day_may_cost()
    {
        var options = Options(25);
        QueueSms[] queues = [_bench.Queue(options), _bench.Queue(options)];
        var queued = 0;
        using var http = new SmsHttp(options);
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (i, cancelled) =>
        {
            // Each from another address, for another account, to another number: only the day's limit can stop them.
            var request = SmsSamples.Request(_bench.Clock, $"+4178{i:D5}00") with { Address = new IPAddress([198, 51, (byte)(i >> 8), (byte)i]) };
            if (await queues[i % 2].QueueAsync(request, cancelled) is QueueSmsOutcome.Queued)
            {
                Interlocked.Increment(ref queued);
            }
        });
        Assert.Equal(25, queued);
        await _bench.RunUntilAsync(new TwilioSms(http, options), entries => entries.All(e => e.State == OutboxState.Sent));
        await UntilAsync(() => Pumped().Count >= 25);
        Assert.Equal((25, 25), (Pumped().Count, Pumped().Distinct().Count()));
        Assert.All(await _bench.HistoryAsync(), m => Assert.Equal(SmsState.Sent, m.State));
    }

    [Fact]
    public async Task Whatever_the_gateway_answers_the_log_has_codes_alone()
    {
        var options = Options(1000);
        using var http = new SmsHttp(options);
        string[] ends = ["00", "11", "12", "14", "15", "17", "18", "20", "23"];
        foreach (var end in ends)
        {
            Assert.IsType<QueueSmsOutcome.Queued>(await _bench.Queue(options).QueueAsync(SmsSamples.Request(_bench.Clock, $"+417655443{end}"), default));
        }

        await _bench.RunUntilAsync(new TwilioSms(http, options), entries => entries.All(e => e.Attempts == 1));
        Assert.All((string[])["(201)", "(400 21211)", "(400 21610)", "(400 21212)", "(403 20403)", "(429 20429)", "(500 20500)", "(502)"],
            code => Assert.Contains(_bench.Lines, line => line.Contains(code, StringComparison.Ordinal)));
        Assert.All(_bench.Lines, line =>
        {
            foreach (var secret in (string[])["7655443", FakeTwilio.AuthToken, FakeTwilio.AccountSid, "c4n4ry", "valid phone", "127.0.0.1"])
            {
                Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase);
            }
        });
    }

    private List<string> Pumped() => [.. server.Recipients().Where(number => number.StartsWith("+4178", StringComparison.Ordinal))];

    private static async Task UntilAsync(Func<bool> fact)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!fact())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private Microsoft.Extensions.Options.IOptions<SmsOptions> Options(int perDay) => SmsSamples.Options(o =>
    {
        File.WriteAllText(_folder.File("token"), FakeTwilio.AuthToken);
        o.MaxPerDay = perDay;
        o.Twilio = new() { AccountSid = FakeTwilio.AccountSid, AuthTokenFile = _folder.File("token"), From = "+41791112233", BaseUrl = server.BaseUrl };
    });
}
