using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Journal;

/// <summary>Mails whose answer nobody heard, a day later.</summary>
public sealed class UnconfirmedTests : IDisposable
{
    private const string Token = "AbCdEfGhIjKlMnOpQrStUg";

    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private readonly FakeTransport _relay = new(new SendOutcome.Sent("250"));

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(true, SendOutcome.Unconfirmed, 0)]
    [InlineData(false, SendOutcome.Unconfirmed, 1)]
    [InlineData(true, "timeout", 1)]
    public async Task A_notice_is_not_sent_again_once_its_message_was_opened(bool opened, string failure, int mails)
    {
        var mailbox = await _database.InviteAsync(_clock);
        await _database.DeliverAsync(mailbox, Token, opened ? _clock.GetUtcNow() : null, _clock);
        Assert.Equal(mails, await SendAsync(Samples.Sealer(_clock).Seal(Samples.Notice with { Token = Token }, TenantCatalog.Default), failure));
    }

    [Theory]
    [InlineData(SendOutcome.Unconfirmed, 0, 0)]
    [InlineData("timeout", 1, 0)]
    [InlineData(null, 0, 1)] // nobody deletes what he does not know of yet
    public async Task A_notice_is_not_sent_again_once_its_message_was_deleted(string? failure, int attempts, int mails)
    {
        var entry = Samples.Sealer(_clock).Seal(Samples.Notice with { Token = Token }, TenantCatalog.Default);
        entry.Attempts = attempts;
        Assert.Equal(mails, await SendAsync(entry, failure));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task An_initial_password_is_not_sent_again_once_it_was_used(bool used, int mails)
    {
        var mailbox = await _database.InviteAsync(_clock, used ? _clock.GetUtcNow() : null);
        var entry = Samples.Sealer(_clock).Seal(Samples.Password with { MailboxId = mailbox }, TenantCatalog.Default);
        Assert.Equal(mails, await SendAsync(entry, SendOutcome.Unconfirmed));
    }

    private async Task<int> SendAsync(OutboxEntry entry, string? failure)
    {
        entry.LastFailure = failure;
        await _database.AddAsync(entry);
        using var process = new OutboxProcess(_database, _clock, _relay);
        var settlement = await process.Send.SendAsync(Assert.Single(await process.ClaimAsync()), CancellationToken.None);
        Assert.Equal(OutboxState.Sent, settlement.State);
        return _relay.Mails.Count;
    }
}
