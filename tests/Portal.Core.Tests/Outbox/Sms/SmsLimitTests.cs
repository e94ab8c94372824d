using System.Net;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>SMS pumping and bombing (threat B7): whoever asks, however often and from wherever, no more leave than the limits say.</summary>
public sealed class SmsLimitTests : IDisposable
{
    private readonly SmsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Without_a_provider_nothing_is_queued()
    {
        var outcome = await _bench.Queue(SmsSamples.Options(o => o.Provider = SmsProvider.None)).QueueAsync(SmsSamples.Request(_bench.Clock), default);
        Assert.IsType<QueueSmsOutcome.NoProvider>(outcome);
        Assert.Empty(await _bench.Database.ReadAllAsync());
    }

    [Fact]
    public async Task Into_a_country_that_is_not_named_nothing_is_queued_or_counted()
    {
        var outcome = await _bench.Queue(SmsSamples.Options()).QueueAsync(SmsSamples.Request(_bench.Clock, "+22507012345"), default);
        Assert.Equal(new QueueSmsOutcome.NotAllowedCountry("CI"), outcome);
        Assert.Empty(await _bench.CountersAsync());
    }

    [Theory]
    [InlineData(SmsLimit.NumberHour)]
    [InlineData(SmsLimit.NumberDay)]
    [InlineData(SmsLimit.Account)]
    [InlineData(SmsLimit.Address)]
    [InlineData(SmsLimit.Country)]
    [InlineData(SmsLimit.All)]
    public async Task Each_limit_holds_exactly_and_ends_with_its_window(SmsLimit limit)
    {
        var queue = _bench.Queue(SmsSamples.Options(o => SetAlone(o, limit, 3)));
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<QueueSmsOutcome.Queued>(await queue.QueueAsync(Same(limit, i), default));
        }

        var end = limit == SmsLimit.NumberHour ? new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero) : new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(new QueueSmsOutcome.LimitReached(limit, end), await queue.QueueAsync(Same(limit, 3), default));
        if (limit is not SmsLimit.All)
        {
            Assert.IsType<QueueSmsOutcome.Queued>(await queue.QueueAsync(Other(limit), default));
        }

        _bench.Clock.Move(end - _bench.Clock.GetUtcNow());
        Assert.IsType<QueueSmsOutcome.Queued>(await queue.QueueAsync(Same(limit, 4), default));
    }

    [Fact]
    public async Task What_a_limit_stops_counts_against_no_other()
    {
        var queue = _bench.Queue(SmsSamples.Options(o => o.MaxPerCountryPerDay = 1));
        await queue.QueueAsync(Same(SmsLimit.Country, 0), default);
        var before = (await _bench.CountersAsync()).Sum(c => c.Count);
        Assert.IsType<QueueSmsOutcome.LimitReached>(await queue.QueueAsync(Same(SmsLimit.Country, 1), default));
        Assert.Equal(before, (await _bench.CountersAsync()).Sum(c => c.Count));
        Assert.Single(await _bench.Database.ReadAllAsync());
    }

    [Fact]
    public async Task A_whole_network_of_IPv6_is_one_address_and_IPv4_is_itself_in_either_form()
    {
        var queue = _bench.Queue(SmsSamples.Options(o => o.MaxPerAddressPerDay = 1));
        async Task<QueueSmsOutcome> FromAsync(string address, int i) =>
            await queue.QueueAsync(Same(SmsLimit.All, i) with { Address = IPAddress.Parse(address) }, default);

        Assert.IsType<QueueSmsOutcome.Queued>(await FromAsync("2001:db8:1:2::1", 0));
        Assert.IsType<QueueSmsOutcome.LimitReached>(await FromAsync("2001:db8:1:2:ffff::9", 1));
        Assert.IsType<QueueSmsOutcome.Queued>(await FromAsync("2001:db8:1:3::1", 2));
        Assert.IsType<QueueSmsOutcome.Queued>(await FromAsync("192.0.2.1", 3));
        Assert.IsType<QueueSmsOutcome.LimitReached>(await FromAsync("::ffff:192.0.2.1", 4));
    }

    [Fact]
    public async Task Fifty_at_once_in_two_processes_get_no_more_than_one_may()
    {
        var options = SmsSamples.Options();
        QueueSms[] queues = [_bench.Queue(options), _bench.Queue(options)];
        var request = SmsSamples.Request(_bench.Clock) with { Address = IPAddress.Loopback };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => queues[i % 2].QueueAsync(request, default))));
        Assert.Equal(options.Value.MaxPerNumberPerHour, outcomes.Count(o => o is QueueSmsOutcome.Queued));
        Assert.Equal(45, outcomes.Count(o => o is QueueSmsOutcome.LimitReached { Limit: SmsLimit.NumberHour }));
        Assert.Equal(5, (await _bench.HistoryAsync()).Count);
    }

    [Fact]
    public async Task Neither_numbers_nor_addresses_nor_texts_are_stored_or_logged()
    {
        var queue = _bench.Queue(SmsSamples.Options(o => o.MaxPerDay = 1));
        var request = SmsSamples.Request(_bench.Clock, "+41798765432") with { Address = IPAddress.Parse("192.0.2.77") };
        await queue.QueueAsync(request, default);
        Assert.Equal(SmsLimit.All, Assert.IsType<QueueSmsOutcome.LimitReached>(await queue.QueueAsync(request, default)).Limit);
        await queue.QueueAsync(request, default);
        Assert.Single(_bench.Lines, line => line.Contains("(All) is reached", StringComparison.Ordinal));
        var stored = Directory.EnumerateFiles(_bench.Database.Folder).Select(file =>
        {
            using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(shared, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        });
        Assert.All(stored.Concat(_bench.Lines), text =>
        {
            foreach (var secret in (string[])["798765432", "c4n4ry", "394 021", "192.0.2.77"])
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        });
    }

    // All but the limit that is tried are out of reach.
    private static void SetAlone(SmsOptions options, SmsLimit limit, int most)
    {
        options.Countries.Add("*");
        int Of(SmsLimit which) => which == limit ? most : 1000;
        options.MaxPerNumberPerHour = Of(SmsLimit.NumberHour);
        options.MaxPerNumberPerDay = Of(SmsLimit.NumberDay);
        options.MaxPerAccountPerDay = Of(SmsLimit.Account);
        options.MaxPerAddressPerDay = Of(SmsLimit.Address);
        options.MaxPerCountryPerDay = Of(SmsLimit.Country);
        options.MaxPerDay = Of(SmsLimit.All);
    }

    private static readonly Guid Owner = Guid.NewGuid();

    /// <summary>A request that shares only what the limit counts by.</summary>
    private SmsRequest Same(SmsLimit limit, int i) => SmsSamples.Request(
        _bench.Clock, limit is SmsLimit.NumberHour or SmsLimit.NumberDay ? "+41791234500" : $"+4179123450{i}") with
    {
        OwnerId = limit == SmsLimit.Account ? Owner : Guid.NewGuid(),
        Address = limit == SmsLimit.Address ? IPAddress.Loopback : null,
    };

    /// <summary>One that the reached limit does not concern.</summary>
    private SmsRequest Other(SmsLimit limit) => SmsSamples.Request(_bench.Clock, limit == SmsLimit.Country ? "+491701234567" : "+41791234599");
}
