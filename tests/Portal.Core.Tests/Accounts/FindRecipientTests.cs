using Portal.Core.Accounts;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class FindRecipientTests : IAsyncLifetime
{
    private const string Phrase = "the old boat sleeps <in> the shed";

    private Installation _installation = null!;
    private Account _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Person.RegisterAsync(_installation, Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_phrase_is_found_for_the_persons_own_address_alone()
    {
        await _installation.Get<ChangeProfile>().RecogniseAsync(_anna.Id, Phrase, CancellationToken.None);
        await new Post(_installation).DeliverAsync(Post.Mail("Hello"), Post.Bert);
        Assert.Equal(Phrase, (await FindAsync(Post.Anna))?.Phrase);
        Assert.Null(await FindAsync(Post.Bert));
        Assert.Null(await FindAsync("nobody@recipient.example"));
        await _installation.Get<ChangeProfile>().RecogniseAsync(_anna.Id, null, CancellationToken.None);
        Assert.Equal(new KnownRecipient(null, null), await FindAsync(Post.Anna));
    }

    [Fact]
    public async Task So_is_the_time_zone_if_one_was_chosen()
    {
        Assert.Null((await FindAsync(Post.Anna))!.Zone);
        await _installation.Get<ChangeProfile>().IntroduceAsync(_anna.Id, "Anna", "Europe/Berlin", "de", CancellationToken.None);
        Assert.Equal("Europe/Berlin", (await FindAsync(Post.Anna))!.Zone?.Id);
    }

    private Task<KnownRecipient?> FindAsync(string address) =>
        _installation.Get<IFindRecipient>().FindAsync("default", address, CancellationToken.None);
}
