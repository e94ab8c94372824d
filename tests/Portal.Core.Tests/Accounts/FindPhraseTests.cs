using Portal.Core.Accounts;
using Portal.Core.Accounts.Devices;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class FindPhraseTests : IAsyncLifetime
{
    private const string Phrase = "the old boat sleeps <in> the shed";

    private Installation _installation = null!;
    private Account _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Person.RegisterAsync(_installation, Post.Anna);
        await _installation.Get<ChangeProfile>().RecogniseAsync(_anna.Id, Phrase, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_browser_shows_it_that_knows_one_person_and_none_that_knows_nobody_or_two()
    {
        var device = DeviceSecret.Create();
        Assert.Null(await FindAsync(device));
        await SeenAsync(_anna, device);
        Assert.Equal(Phrase, await FindAsync(device));
        await SeenAsync(await Person.RegisterAsync(_installation, Post.Bert), device);
        Assert.Null(await FindAsync(device));
    }

    [Theory]
    [InlineData("the old boat sleeps in the shed", true)]
    [InlineData("Größe zählt, 100 % – ja!", true)]
    [InlineData("<b>bold</b>", true)] // inert wherever it is shown
    [InlineData("", false)]
    [InlineData("call www now", false)]
    [InlineData("see evil.example", false)]
    [InlineData("https://evil.example/", false)]
    [InlineData("a@b", false)]
    [InlineData("two\nlines", false)]
    [InlineData("turned \u202E round", false)]
    [InlineData("zero\u200Bwidth", false)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901", false)]
    public void A_phrase_is_short_visible_and_leads_nowhere(string text, bool allowed) => Assert.Equal(allowed, PhraseText.IsAllowed(text));

    private Task<string?> FindAsync(DeviceSecret device) => _installation.Get<FindPhrase>().FindAsync(device, CancellationToken.None);

    private Task<bool> SeenAsync(Account account, DeviceSecret device) =>
        _installation.Get<RememberDevice>().SeenAsync(account.Id, device, "Firefox, Linux", CancellationToken.None);
}
