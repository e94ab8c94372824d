using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Digests;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Export;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Accounts.Resets;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Mailboxes;

/// <summary>Anna lost password and recovery code where only she could open her mail: her old mailbox stays closed, and another takes her mail.</summary>
public sealed class ReplacedMailboxTests : IAsyncLifetime
{
    private const string Second = "anna.second@recipient.example";

    private ResetBench _bench = null!;
    private string _code = "";

    public async Task InitializeAsync()
    {
        _bench = await ResetBench.StartAsync(("MailboxRecovery", ResetBench.RecipientOnly));
        _code = await _bench.CodeAsync();
        await ReplaceAsync();
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Its_address_is_listed_once_with_all_its_messages_since_the_first_of_them()
    {
        await _bench.DeliverAsync("After");
        var first = await QueryAsync(db => db.Mailboxes.OrderBy(m => m.CreatedAt).Select(m => m.CreatedAt).FirstAsync());

        var own = Assert.Single(await OwnAsync());

        Assert.Equal((Post.Anna, 2, first, await TakingAsync()), (own.Address, own.Messages, own.Since, own.MailboxId));
    }

    [Fact]
    public async Task A_certificate_of_its_owner_goes_on_to_the_one_that_takes_mail()
    {
        var (before, at) = (await TakingAsync(), DateTimeOffset.UnixEpoch);
        await QueryAsync(async db =>
        {
            db.Add(new MailboxCertificate { Id = Guid.NewGuid(), MailboxId = before, Certificate = [1], AddedAt = at, NotAfter = at.AddYears(1) });
            return await db.SaveChangesAsync();
        });
        await ReplaceAsync(ResetBench.NewPassword + " once more");
        Assert.NotEqual(before, await TakingAsync());
        Assert.Equal(await TakingAsync(), await QueryAsync(db => db.MailboxCertificates.Select(c => c.MailboxId).SingleAsync()));
    }

    [Fact]
    public async Task Data_of_the_person_names_the_address_once_and_what_happened_to_both_mailboxes()
    {
        await _bench.DeliverAsync("After");
        var json = await _bench.Get<DescribeAccount>().AsJsonAsync(
            _bench.Anna.Id, "default", await _bench.SignInAsync(ResetBench.NewPassword), new ExportedMails(0, [], []), CancellationToken.None);
        using var document = JsonDocument.Parse(json!);
        Assert.Equal(Post.Anna, Assert.Single(document.RootElement.GetProperty("addresses").EnumerateArray()).GetProperty("address").GetString());
        var closed = Assert.Single(document.RootElement.GetProperty("closedMailboxes").EnumerateArray());
        Assert.Equal((Post.Anna, 1), (closed.GetProperty("address").GetString(), closed.GetProperty("messages").GetInt32()));
        Assert.Contains(document.RootElement.GetProperty("states").EnumerateArray(), state => state.GetProperty("trigger").GetString() == "invite");
    }

    [Fact]
    public async Task Notices_held_back_for_both_are_told_of_in_one_mail()
    {
        var installation = _bench.Installation;
        await installation.Get<ChangeProfile>().NotifyAsync(_bench.Anna.Id, NoticeChoice.Daily, 16, CancellationToken.None);
        await QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
        await _bench.DeliverAsync("Before");
        await ReplaceAsync(ResetBench.NewPassword + "!");
        await _bench.DeliverAsync("After");
        installation.Clock.Move(TimeSpan.FromDays(1));

        await installation.Get<SendDigests>().RunAsync(CancellationToken.None);

        Assert.Equal(2, Assert.Single(await _bench.MailsAsync<DigestPayload>(OutboxKind.Digest)).Messages);
        Assert.False(await QueryAsync(db => db.Outbox.AnyAsync(o => o.State == OutboxState.Held)));
    }

    [Fact]
    public async Task The_mailbox_that_takes_mail_comes_first_when_all_are_open()
    {
        Assert.Equal(await TakingAsync(), Assert.Single(await _bench.SignInAsync(ResetBench.NewPassword)).Id);
        using (var code = Assert.IsType<RecoveryCodeReading.Read>(RecoveryCode.Read(_code)).Code)
        using (var right = await _bench.CheckAsync(ResetBench.NewPassword))
        {
            await _bench.Get<OpenClosed>().OpenAsync(_bench.Anna.Id, right, code, "", CancellationToken.None);
        }

        var opened = await _bench.SignInAsync(ResetBench.NewPassword);
        Assert.Equal((2, await TakingAsync()), (opened.Count, opened[0].Id));
    }

    [Fact]
    public async Task It_is_no_second_address_so_that_the_last_one_stays()
    {
        var old = await QueryAsync(db => db.Mailboxes.Where(m => m.ReplacedAt != null).Select(m => m.Id).SingleAsync());
        Assert.Equal(RemoveAddressOutcome.Last, await RemoveAsync(await TakingAsync(), withMail: true));
        Assert.Equal(RemoveAddressOutcome.Unknown, await RemoveAsync(old, withMail: true));
        Assert.Equal(2, await QueryAsync(db => db.Mailboxes.CountAsync()));
    }

    [Fact]
    public async Task An_address_goes_with_both_its_mailboxes_and_their_keys_and_not_before_their_mail_may()
    {
        await GiveSecondAsync();
        var taking = await TakingAsync();
        Assert.True(await QueryAsync(db => db.KeySlots.AnyAsync(s => s.MailboxId != taking && s.Kind == KeySlotKind.Recovery)));
        var blob = new Post(_bench.Installation).BlobPath(_bench.First);

        Assert.Equal(RemoveAddressOutcome.HoldsMail, await RemoveAsync(taking, withMail: false));
        Assert.Equal(RemoveAddressOutcome.Removed, await RemoveAsync(taking, withMail: true));

        Assert.False(File.Exists(blob));
        Assert.Equal([Second], await QueryAsync(db => db.Mailboxes.Select(m => m.Address).ToListAsync()));
        Assert.False(await QueryAsync(db => db.KeySlots.AnyAsync(s => !db.Mailboxes.Any(m => m.Id == s.MailboxId && m.Address == Second))));
    }

    [Fact]
    public async Task Who_deletes_the_account_deletes_both_and_is_told_once()
    {
        await _bench.DeliverAsync("After");
        var taking = await TakingAsync();
        await _bench.Get<DeleteAccount>().DeleteOwnAsync(_bench.Anna.Id, CancellationToken.None);

        await AssertGoneAsync();
        Assert.Equal(Post.Anna, Assert.Single(await _bench.MailsAsync<AccountDeletedPayload>(OutboxKind.AccountDeleted)).To);
        Assert.Equal(taking, (await QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).LastAsync())).MailboxId);
    }

    [Fact]
    public async Task An_operator_who_deletes_the_account_deletes_both()
    {
        var found = await _bench.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None);
        await _bench.Get<DeleteAccount>().DeleteAsync(found!, new OperatorOrder("root", ""), CancellationToken.None);
        await AssertGoneAsync();
    }

    [Fact]
    public async Task Whose_the_address_is_now_says_the_mailbox_that_takes_its_mail()
    {
        var bert = await Person.RegisterAsync(_bench.Installation, Post.Bert);
        await SetPhraseAsync(_bench.Anna, "blue boat");
        await SetPhraseAsync(bert, "red kite");
        await QueryAsync(db => db.Mailboxes.Where(m => m.Address == Post.Anna && m.ReplacedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, bert.Id)));

        Assert.Equal("red kite", (await _bench.Get<IFindRecipient>().FindAsync("default", Post.Anna, CancellationToken.None))?.Phrase);
        Assert.Equal(AddAddressOutcome.Own, await AddAsync(bert.Id));
        Assert.Equal(AddAddressOutcome.Sent, await AddAsync(_bench.Anna.Id));
    }

    private Task<T> QueryAsync<T>(Func<Core.Storage.PortalContext, Task<T>> query) => _bench.Installation.QueryAsync(query);

    private async Task ReplaceAsync(string password = ResetBench.NewPassword)
    {
        Assert.Equal(new ResetOutcome.Done(true), await _bench.ResetAsync(await _bench.TokenAsync(), password));
        _bench.Installation.Clock.Move(TimeSpan.FromSeconds(1));
    }

    private Task<IReadOnlyList<OwnAddress>> OwnAsync() => _bench.Get<ListAddresses>().OwnAsync(_bench.Anna.Id, CancellationToken.None);

    private Task<Guid> TakingAsync() =>
        QueryAsync(db => db.Mailboxes.Where(m => m.Address == Post.Anna && m.ReplacedAt == null).Select(m => m.Id).SingleAsync());

    private Task<RemoveAddressOutcome> RemoveAsync(Guid mailbox, bool withMail) =>
        _bench.Get<RemoveAddress>().RemoveAsync(new FactorOwner(_bench.Anna.Id, "default", ""), mailbox, withMail, CancellationToken.None);

    private Task<AddAddressOutcome> AddAsync(Guid account) =>
        _bench.Get<AddAddress>().AddAsync(account, "default", Post.Anna, "en", CancellationToken.None);

    private async Task GiveSecondAsync()
    {
        var second = await _bench.Get<EnsureMailbox>().EnsureAsync("default", Second, CancellationToken.None);
        await QueryAsync(db => db.Mailboxes.Where(m => m.Id == second.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, _bench.Anna.Id)));
    }

    private Task<int> SetPhraseAsync(Account account, string phrase)
    {
        var profile = _bench.Get<ProfileBox>().Seal(new AccountProfile("A") { Phrase = phrase }, account.Id);
        return QueryAsync(db => db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Profile, profile)));
    }

    private async Task AssertGoneAsync()
    {
        Assert.Equal((0, 0, 0), (
            await QueryAsync(db => db.Mailboxes.CountAsync()), await QueryAsync(db => db.KeySlots.CountAsync()), await QueryAsync(db => db.Messages.CountAsync())));
        Assert.False(File.Exists(new Post(_bench.Installation).BlobPath(_bench.First)));
    }
}
