using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.External;
using Portal.Core.Accounts.Factors;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.External;

public sealed class ExternalLoginTests : IAsyncLifetime
{
    private const string Anna = "anna@recipient.example";
    private Installation _installation = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        await Invitation.SendAsync(_installation, Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Of_many_at_once_one_registers_and_all_are_the_same_person()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => DecideAsync(Identity()))));
        Assert.Single(outcomes.OfType<ExternalOutcome.Registered>());
        Assert.Equal(11, outcomes.OfType<ExternalOutcome.Known>().Count());
        Assert.Equal(1, await _installation.QueryAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task Of_two_identities_for_one_mailbox_one_registers_and_the_other_must_be_confirmed()
    {
        var outcomes = await Task.WhenAll(
            Task.Run(() => DecideAsync(Identity())), Task.Run(() => DecideAsync(Identity() with { Subject = "another" })));
        Assert.Single(outcomes.OfType<ExternalOutcome.Registered>());
        Assert.Single(outcomes.OfType<ExternalOutcome.NeedsConfirmation>());
    }

    [Theory]
    [InlineData("default", "https://login.example", "4711-at-the-providerx")]
    [InlineData("default", "https://login.example", "4711-at-the-provide")]
    [InlineData("default", "https://login.exampl", "e4711-at-the-provider")]
    [InlineData("default", "https://LOGIN.example", "4711-at-the-provider")]
    public async Task Another_issuer_or_subject_is_somebody_else(string tenant, string issuer, string subject)
    {
        await DecideAsync(Identity());
        Assert.IsType<ExternalOutcome.NeedsConfirmation>(await DecideAsync(Identity() with { Tenant = tenant, Issuer = issuer, Subject = subject }));
    }

    [Fact]
    public async Task What_holds_the_separator_is_nobody() =>
        await Assert.ThrowsAsync<ArgumentException>(() => DecideAsync(Identity() with { Subject = "47\u000011" }));

    [Fact]
    public async Task The_row_names_nobody_and_a_changed_one_signs_nobody_in()
    {
        await DecideAsync(Identity());
        Assert.Empty(_installation.FilesWith("4711-at-the-provider"));
        Assert.Empty(_installation.FilesWith("login.example"));
        var row = await _installation.QueryAsync(db => db.ExternalLogins.SingleAsync());
        Assert.Equal(32, row.Id.Length);
        var changed = row.Id.ToArray();
        changed[0] ^= 1;
        await _installation.QueryAsync(db => db.ExternalLogins.ExecuteUpdateAsync(set => set.SetProperty(l => l.Id, changed)));
        Assert.IsType<ExternalOutcome.NeedsConfirmation>(await DecideAsync(Identity()));
    }

    [Fact]
    public async Task An_invitation_that_has_ended_is_not_taken_up()
    {
        await _installation.QueryAsync(db => db.InitialPasswords.ExecuteUpdateAsync(set => set.SetProperty(p => p.EndedAt, (DateTimeOffset?)_installation.Clock.GetUtcNow())));
        Assert.IsType<ExternalOutcome.InvitationEnded>(await DecideAsync(Identity()));
        Assert.Equal(0, await _installation.QueryAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task The_login_goes_with_the_account()
    {
        await DecideAsync(Identity());
        var found = await _installation.Get<Core.Accounts.FindAccount>().ByAddressAsync("default", Anna, default);
        await _installation.Get<Core.Messages.DeleteAccount>().DeleteAsync(found!, new Core.Accounts.States.OperatorOrder("root", ""), default);
        Assert.Equal(0, await _installation.QueryAsync(db => db.ExternalLogins.CountAsync()));
    }

    [Fact]
    public async Task Of_all_ways_in_taken_away_at_once_one_is_left()
    {
        var known = Assert.IsType<ExternalOutcome.Registered>(await DecideAsync(Identity()));
        var owner = new FactorOwner(known.Account.Id, "default", "Firefox, Linux");
        var first = await _installation.QueryAsync(db => db.ExternalLogins.SingleAsync());
        var ids = new List<byte[]> { first.Id };
        for (byte more = 1; more < 12; more++)
        {
            ids.Add([.. Enumerable.Repeat(more, 32)]);
            var login = new ExternalLogin { Id = ids[^1], AccountId = owner.AccountId, Provider = "work", CreatedAt = first.CreatedAt, LastSignInAt = first.CreatedAt };
            await _installation.QueryAsync(db =>
            {
                db.Add(login);
                return db.SaveChangesAsync();
            });
        }

        var change = _installation.Get<ChangeProviders>();
        var removals = await Task.WhenAll(ids.Select(id => Task.Run(() => change.RemoveAsync(owner, id, CancellationToken.None))));

        Assert.Single(removals, FactorRemoval.OnlyWay);
        Assert.Equal(1, await _installation.QueryAsync(db => db.ExternalLogins.CountAsync()));
    }

    [Fact]
    public async Task An_attempt_is_spent_once_and_forgotten_when_it_has_ended()
    {
        var spend = _installation.Get<SpendAttempt>();
        var end = _installation.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        var spent = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => spend.SpendAsync("state", end, default))));
        Assert.Single(spent, true);
        await spend.ForgetAsync(default);
        Assert.False(await spend.SpendAsync("state", end, default));
        _installation.Clock.Move(TimeSpan.FromMinutes(11));
        await spend.ForgetAsync(default);
        Assert.Equal(0, await _installation.QueryAsync(db => db.SpentAttempts.CountAsync()));
    }

    private Task<ExternalOutcome> DecideAsync(ExternalIdentity identity) => _installation.Get<SignInExternally>().DecideAsync(identity, CancellationToken.None);

    private static ExternalIdentity Identity() => new()
    {
        Tenant = "default", Provider = "work", Issuer = "https://login.example", Subject = "4711-at-the-provider", Address = Anna, AddressVerified = true, Name = "Anna",
    };
}
