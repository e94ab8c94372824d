using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class FindNoticeTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Invitation _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Invitation.SendAsync(_installation, Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_token_leads_to_its_message_and_mailbox()
    {
        var found = await FindAsync(_anna.Token);

        var delivery = await _installation.QueryAsync(db => db.Deliveries.SingleAsync());
        Assert.Equal(new NoticeTarget(delivery.MailboxId, Post.Anna, delivery.Id, "default", AccountId: null), found);
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        for (var look = 0; look < 20; look++)
        {
            Assert.NotNull(await FindAsync(_anna.Token));
        }

        Assert.Equal(10, await _installation.QueryAsync(db => db.InitialPasswords.Select(p => p.TriesLeft).SingleAsync()));
        Assert.Null(await _installation.QueryAsync(db => db.Deliveries.Select(d => d.ReadAt).SingleAsync()));
    }

    [Fact]
    public async Task After_the_registration_it_says_so()
    {
        await _installation.Get<RegisterAccount>().RegisterAsync(_anna.Request(), CancellationToken.None);

        Assert.True((await FindAsync(_anna.Token))!.Registered);
    }

    [Fact]
    public async Task What_is_no_token_or_an_unknown_one_leads_nowhere()
    {
        Assert.Null(await FindAsync(null));
        Assert.Null(await FindAsync("' OR 1=1 -- AAAAAAAAAA"));
        Assert.Null(await FindAsync(NoticeToken.Create().Text));
    }

    [Fact]
    public async Task Every_changed_letter_makes_another_token()
    {
        // The last letter carries bits that are none of the token's, so it is left out.
        for (var place = 0; place < _anna.Token.Length - 1; place++)
        {
            var changed = _anna.Token.ToCharArray();
            changed[place] = changed[place] == 'A' ? 'B' : 'A';
            Assert.Null(await FindAsync(new string(changed)));
        }
    }

    private Task<NoticeTarget?> FindAsync(string? token) => _installation.Get<FindNotice>().FindAsync(token, CancellationToken.None);
}
