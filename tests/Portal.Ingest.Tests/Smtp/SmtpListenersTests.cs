using Microsoft.Extensions.Options;
using Portal.Ingest.Smtp;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class SmtpListenersTests
{
    [Fact]
    public async Task Each_door_speaks_its_protocol()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync("S: 220 portal.test ESMTP ready", Door.Smtp);
        await host.PlayAsync("S: 220 portal.test LMTP ready", Door.Lmtp);
    }

    [Fact]
    public async Task An_empty_address_closes_a_door()
    {
        await using var host = await DoorHost.StartAsync(o => o.SmtpListen = "");
        Assert.Equal(1, host.Doors);
        using var transcript = new Transcript(
            new System.Net.Sockets.NetworkStream(await host.ConnectAsync(0), ownsSocket: true));
        await transcript.PlayAsync("S: 220 portal.test LMTP ready");
    }

    [Fact]
    public async Task A_bad_setting_stops_the_start_and_is_named()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => DoorHost.StartAsync(o => o.SmtpListen = "nowhere"));
        Assert.Contains("Ingest:SmtpListen is 'nowhere'", failure.Message, StringComparison.Ordinal);
    }
}
