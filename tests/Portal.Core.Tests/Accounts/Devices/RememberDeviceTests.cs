using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Devices;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Devices;

public sealed class RememberDeviceTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Account _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        var invitation = await Invitation.SendAsync(_installation, Post.Anna);
        _anna = Assert.IsType<RegisterOutcome.Registered>(
            await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None)).Account;
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_first_browser_of_all_is_no_news_and_each_further_one_is_once()
    {
        var (first, second) = (DeviceSecret.Create(), DeviceSecret.Create());

        Assert.False(await SeenAsync(first));
        Assert.False(await SeenAsync(first));
        Assert.True(await SeenAsync(second));
        Assert.False(await SeenAsync(second));
        Assert.False(await SeenAsync(first));
    }

    [Fact]
    public async Task Whoever_has_all_browsers_forgotten_hears_of_the_next_one()
    {
        await SeenAsync(DeviceSecret.Create());
        _installation.Clock.Move(TimeSpan.FromHours(1));
        await _installation.QueryAsync(db => db.Devices.ExecuteDeleteAsync());

        Assert.True(await SeenAsync(DeviceSecret.Create()));
    }

    [Fact]
    public async Task The_database_has_only_the_hash()
    {
        var device = DeviceSecret.Create();
        await SeenAsync(device);

        Assert.Empty(_installation.FilesWith(device.ToText()));
        Assert.Equal(device.Id, DeviceSecret.Parse(device.ToText())!.Id);
        Assert.Equal(device.Id, await _installation.QueryAsync(db => db.Devices.Select(d => d.Id).SingleAsync()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+")]
    public void What_is_no_secret_is_none(string? text) => Assert.Null(DeviceSecret.Parse(text));

    [Fact]
    public async Task The_same_browser_twice_at_once_is_one()
    {
        await SeenAsync(DeviceSecret.Create());
        var device = DeviceSecret.Create();

        var news = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SeenAsync(device))));

        Assert.Single(news, isNew => isNew);
    }

    [Fact]
    public async Task A_browser_is_forgotten_four_hundred_days_after_its_last_sign_in()
    {
        var (used, unused) = (DeviceSecret.Create(), DeviceSecret.Create());
        await SeenAsync(unused);
        _installation.Clock.Move(TimeSpan.FromDays(1));
        await SeenAsync(used);
        _installation.Clock.Move(TimeSpan.FromDays(399) + TimeSpan.FromSeconds(1));

        await _installation.Get<RememberDevice>().ForgetAsync(CancellationToken.None);

        Assert.Equal(used.Id, await _installation.QueryAsync(db => db.Devices.Select(d => d.Id).SingleAsync()));
    }

    [Fact]
    public async Task The_person_is_told_when_and_with_what_somebody_signed_in()
    {
        await _installation.Get<TellOfDevice>().TellAsync(_anna, "Firefox, Windows", CancellationToken.None);

        var entry = await _installation.QueryAsync(db => db.Outbox.SingleAsync(o => o.Kind == OutboxKind.SignIn));
        var payload = JsonSerializer.Deserialize(
            VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, entry.Id, entry.Box), OutboxJson.Default.SignInPayload)!;
        Assert.Equal((Post.Anna, "Firefox, Windows", "de"), (payload.To, payload.Browser, payload.Language));
        Assert.Equal(_installation.Clock.GetUtcNow(), payload.At);
    }

    private Task<bool> SeenAsync(DeviceSecret device) => _installation.Get<RememberDevice>().SeenAsync(_anna.Id, device, "Firefox, Linux", CancellationToken.None);
}
