using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Gateways;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Journal;

public sealed class CheckUseTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private readonly OutboxJournal _journal;

    public CheckUseTests() => _journal = _database.Journal();

    public void Dispose()
    {
        _journal.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task A_mail_that_leads_to_nothing_is_sent_again_when_nobody_heard_the_answer()
    {
        var sealer = Samples.Sealer(_clock);
        var signIn = new SignInPayload { To = "bob@example.net", At = _clock.GetUtcNow(), Browser = "Firefox, Windows", Language = "en" };
        var ended = new InvitationEndedPayload { To = "alice@example.com", RecipientAddress = "bob@example.net", EndedAt = _clock.GetUtcNow(), Language = "en" };
        foreach (var entry in new[] { sealer.Seal(signIn, TenantCatalog.Default), sealer.Seal(ended, TenantCatalog.Default) })
        {
            entry.LastFailure = SendOutcome.Unconfirmed;
            var transport = new FakeTransport(new SendOutcome.Sent("250"));
            var send = new SendEntry(
                Samples.Vault, Samples.Tenants, Samples.Compose, transport, new SendSms(new NoSms(), _clock), _journal, new CheckUse(_database), sealer, _clock, new CapturedLog<SendEntry>());
            Assert.Equal(OutboxState.Sent, (await send.SendAsync(entry, CancellationToken.None)).State);
            Assert.Single(transport.Mails);
        }
    }
}
