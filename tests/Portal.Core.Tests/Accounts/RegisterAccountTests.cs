using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Mailboxes;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class RegisterAccountTests : IAsyncLifetime
{
    private const string Wrong = "bbbb-cccc-dddd-ffff";

    private Installation _installation = null!;
    private Invitation _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Invitation.SendAsync(_installation, Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Token_and_initial_password_make_the_account_that_owns_the_mailbox()
    {
        var outcome = await RegisterAsync(_anna.Request());

        var account = Assert.IsType<RegisterOutcome.Registered>(outcome).Account;
        Assert.Equal("Anna Recipient", _installation.Get<ReadProfile>().Of(account).Name);
        Assert.Equal("de", account.Language);
        var mailbox = Assert.Single(await _installation.Get<UnlockMailboxes>().OfAsync(account.Id, CancellationToken.None));
        Assert.Equal(Post.Anna, mailbox.Address);
        var signedIn = await _installation.Get<CheckPassword>()
            .CheckAsync("default", Post.Anna, Invitation.OwnPassword, null, CancellationToken.None);
        Assert.Equal(account.Id, signedIn?.Account.Id);
    }

    [Fact]
    public async Task The_token_alone_gives_nothing()
    {
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(_anna.Request(initialPassword: "")));
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(_anna.Request(initialPassword: Wrong)));

        await NothingIsRegisteredAsync();
    }

    [Fact]
    public async Task The_initial_password_alone_gives_nothing_and_costs_no_try()
    {
        var unknown = NoticeToken.Create().Text;

        Assert.IsType<RegisterOutcome.UnknownNotice>(await RegisterAsync(_anna.Request(token: unknown)));

        await NothingIsRegisteredAsync();
        Assert.Equal(10, await TriesAsync());
    }

    [Fact]
    public async Task After_ten_wrong_tries_the_right_one_fails()
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(_anna.Request(initialPassword: Wrong)));
        }

        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(_anna.Request()));
        await NothingIsRegisteredAsync();
    }

    [Fact]
    public async Task The_tenth_try_still_counts()
    {
        for (var attempt = 0; attempt < 9; attempt++)
        {
            await RegisterAsync(_anna.Request(initialPassword: Wrong));
        }

        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(_anna.Request()));
    }

    [Fact]
    public async Task Parallel_guesses_get_no_try_more()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => Task.Run(() => RegisterAsync(_anna.Request(initialPassword: Wrong)))));

        Assert.Equal(10, outcomes.Count(o => o is RegisterOutcome.WrongInitialPassword));
        Assert.Equal(30, outcomes.Count(o => o is RegisterOutcome.InitialPasswordEnded));
        Assert.Equal(0, await TriesAsync());
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task It_ends_after_thirty_days(int secondsLater, bool good)
    {
        var ends = await _installation.QueryAsync(db => db.InitialPasswords.Select(p => p.ExpiresAt).SingleAsync());
        var left = ends - _installation.Clock.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        _installation.Clock.Move(left + TimeSpan.FromSeconds(secondsLater));

        var outcome = await RegisterAsync(_anna.Request());

        Assert.Equal(good ? typeof(RegisterOutcome.Registered) : typeof(RegisterOutcome.InitialPasswordEnded), outcome.GetType());
    }

    [Fact]
    public async Task It_is_good_once()
    {
        var later = await Invitation.SendAsync(_installation, Post.Anna);
        await RegisterAsync(_anna.Request());

        Assert.IsType<RegisterOutcome.AlreadyRegistered>(await RegisterAsync(_anna.Request(newPassword: "a stranger's own words")));
        Assert.IsType<RegisterOutcome.AlreadyRegistered>(await RegisterAsync(_anna.Request(token: later.Token)));

        Assert.Equal(1, await AccountsAsync());
        Assert.Null(await _installation.Get<CheckPassword>()
            .CheckAsync("default", Post.Anna, "a stranger's own words", null, CancellationToken.None));
    }

    [Fact]
    public async Task It_is_used_even_where_the_mailbox_has_lost_its_account()
    {
        await RegisterAsync(_anna.Request());
        await _installation.QueryAsync(db => db.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, (Guid?)null)));

        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(_anna.Request()));
    }

    [Fact]
    public async Task Of_fifty_at_once_exactly_one_registers()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(n => Task.Run(() => RegisterAsync(_anna.Request(newPassword: $"eleven quiet herons {n}")))));

        var winner = Assert.Single(outcomes.OfType<RegisterOutcome.Registered>());
        Assert.All(outcomes, o => Assert.True(
            o is RegisterOutcome.Registered or RegisterOutcome.AlreadyRegistered or RegisterOutcome.InitialPasswordEnded));
        Assert.Equal(winner.Account.Id, await _installation.QueryAsync(db => db.Mailboxes.Select(m => m.AccountId).SingleAsync()));
        Assert.Equal(1, await AccountsAsync());
    }

    [Theory]
    [InlineData("too short", PasswordWeakness.TooShort)]
    [InlineData("passwordpassword", PasswordWeakness.Common)]
    [InlineData("anna recipient 1", PasswordWeakness.LikeAddressOrName)]
    public async Task A_refused_password_of_ones_own_costs_no_try(string password, PasswordWeakness weakness)
    {
        var outcome = await RegisterAsync(_anna.Request(newPassword: password));

        Assert.Equal(new RegisterOutcome.PasswordRefused(weakness), outcome);
        Assert.Equal(10, await TriesAsync());
    }

    [Fact]
    public async Task It_opens_no_other_mailbox()
    {
        var bert = await Invitation.SendAsync(_installation, Post.Bert);

        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(bert.Request(initialPassword: _anna.InitialPassword)));
        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(_anna.Request(initialPassword: bert.InitialPassword)));

        await NothingIsRegisteredAsync();
    }

    [Fact]
    public async Task A_hash_that_is_moved_to_another_mailbox_opens_nothing()
    {
        var bert = await Invitation.SendAsync(_installation, Post.Bert);
        var hashes = await _installation.QueryAsync(db => db.InitialPasswords.ToDictionaryAsync(p => p.MailboxId, p => p.Hash));
        var anna = await _installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == Post.Anna).Select(m => m.Id).SingleAsync());
        var moved = hashes[anna];
        await _installation.QueryAsync(db => db.InitialPasswords.ExecuteUpdateAsync(set => set.SetProperty(p => p.Hash, moved)));

        Assert.IsType<RegisterOutcome.WrongInitialPassword>(await RegisterAsync(bert.Request(initialPassword: _anna.InitialPassword)));
    }

    [Fact]
    public async Task Nothing_that_was_told_or_typed_stands_anywhere_in_clear()
    {
        var letters = _anna.InitialPassword.Replace("-", "", StringComparison.Ordinal);
        await RegisterAsync(_anna.Request());

        foreach (var secret in new[] { _anna.InitialPassword, letters, _anna.Token, Invitation.OwnPassword, "Anna Recipient" })
        {
            Assert.Empty(_installation.FilesWith(secret));
        }

        Assert.NotEmpty(_installation.FilesWith(Post.Anna)); // the search does find what is stored in clear
    }

    [Fact]
    public async Task Its_own_password_cannot_be_the_initial_one()
    {
        foreach (var same in new[]
        {
            _anna.InitialPassword, _anna.InitialPassword.ToUpperInvariant(), _anna.InitialPassword.Replace('-', ' '),
            _anna.InitialPassword + "!",
        })
        {
            Assert.IsType<RegisterOutcome.PasswordRefused>(await RegisterAsync(_anna.Request(newPassword: same)));
        }

        Assert.Equal(10, await TriesAsync());
    }

    private Task<RegisterOutcome> RegisterAsync(RegisterRequest request) =>
        _installation.Get<RegisterAccount>().RegisterAsync(request, CancellationToken.None);

    private Task<int> TriesAsync() => _installation.QueryAsync(db => db.InitialPasswords.Select(p => p.TriesLeft).SingleAsync());

    private Task<int> AccountsAsync() => _installation.QueryAsync(db => db.Users.CountAsync());

    private async Task NothingIsRegisteredAsync()
    {
        Assert.Equal(0, await AccountsAsync());
        Assert.All(await _installation.QueryAsync(db => db.Mailboxes.ToListAsync()), (Mailbox m) => Assert.Null(m.AccountId));
    }
}
