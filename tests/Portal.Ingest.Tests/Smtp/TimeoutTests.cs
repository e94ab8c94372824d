using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class TimeoutTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_silent_peer_is_told_so_after_five_minutes()
    {
        await using var peer = new PipePeer("127.0.0.1", time: _time);
        await peer.Transcript.PlayAsync("S: 220 *");
        Assert.Equal(TimeSpan.FromMinutes(5), await _time.NextAsync());
        _time.Advance(TimeSpan.FromMinutes(5));
        await peer.Transcript.PlayAsync("S: 421 4.4.2 *\nS: (closed)");
    }

    [Fact]
    public async Task A_command_that_trickles_has_five_minutes_in_all()
    {
        await using var peer = new PipePeer("127.0.0.1", time: _time);
        await _time.NextAsync();
        _time.Advance(TimeSpan.FromMinutes(4));
        await peer.Transcript.SendAsync("NO");
        Assert.Equal(TimeSpan.FromMinutes(1), await _time.NextAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        await peer.Transcript.PlayAsync("S: 220 *\nS: 421 4.4.2 *\nS: (closed)");
    }

    [Fact]
    public async Task Each_command_has_its_own_five_minutes()
    {
        await using var peer = new PipePeer("127.0.0.1", time: _time);
        await _time.NextAsync();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(4));
            await peer.Transcript.SendAsync("NOOP\r\n");
            Assert.Equal(TimeSpan.FromMinutes(5), await _time.NextAsync());
        }

        await peer.Transcript.PlayAsync("S: 220 *\nS: 250 *\nS: 250 *\nS: 250 *");
    }

    [Fact]
    public async Task Data_that_stops_is_given_up_after_three_minutes()
    {
        await using var peer = new PipePeer("127.0.0.1", time: _time);
        await BeginDataAsync(peer);
        _time.Advance(TimeSpan.FromMinutes(3));
        await peer.Transcript.PlayAsync("S: 421 4.4.2 *\nS: (closed)");
        Assert.Empty(peer.Intake.Mails);
    }

    [Fact]
    public async Task Data_that_trickles_is_given_up_although_it_never_stops()
    {
        await using var peer = new PipePeer("127.0.0.1", o => o.MinDataBytesPerSecond = 1, _time);
        await BeginDataAsync(peer);
        _time.Advance(TimeSpan.FromMinutes(2));
        await peer.Transcript.SendAsync("30 bytes, so 30 seconds more..");
        Assert.Equal(TimeSpan.FromSeconds(90), await _time.NextAsync());
        _time.Advance(TimeSpan.FromSeconds(90));
        await peer.Transcript.PlayAsync("S: 421 4.4.2 *\nS: (closed)");
        Assert.Empty(peer.Intake.Mails);
    }

    [Fact]
    public async Task Data_that_keeps_its_pace_may_take_as_long_as_it_needs()
    {
        await using var peer = new PipePeer("127.0.0.1", time: _time);
        await BeginDataAsync(peer);
        await peer.Transcript.SendAsync("\r\n");
        while (await _time.NextAsync() < TimeSpan.FromMinutes(3))
        {
        }

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            await peer.Transcript.SendAsync(new string('x', 2 * 60 * 1024));
            while (await _time.NextAsync() < TimeSpan.FromMinutes(3))
            {
            }
        }

        await peer.Transcript.PlayAsync("C:\nC: .\nS: 250 *");
        Assert.Equal((10 * 2 * 60 * 1024) + 4, peer.Intake.Single.Size);
    }

    [Fact]
    public async Task A_peer_that_reads_no_replies_is_dropped()
    {
        await using var peer = new PipePeer("127.0.0.1", time: _time);
        await _time.NextAsync();
        await peer.Transcript.SendAsync(string.Concat(Enumerable.Repeat("NOOP\r\n", 6000)));
        Assert.Equal(TimeSpan.FromMinutes(5), await _time.NextAsync());
        while (!peer.Served.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }

        await peer.Served;
        Assert.Empty(peer.Intake.Mails);
    }

    private async Task BeginDataAsync(PipePeer peer)
    {
        await peer.Transcript.PlayAsync(Scripts.InData);
        while (await _time.NextAsync() != TimeSpan.FromMinutes(3))
        {
        }
    }
}
