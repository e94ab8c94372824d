using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Keys;
using Portal.Core.Outbox.Sms;
using Portal.Core.Tests.Accounts;
using Xunit;

namespace Portal.Core.Tests.Storage;

/// <summary>The fields of invitations.</summary>
public sealed partial class StoredFieldTests
{
    [Fact]
    public async Task Numbers_that_SMS_go_to()
    {
        var ids = new List<Guid>();
        foreach (var (address, number) in new[] { (Carl, "+41791234567"), ("dora@recipient.example", "+41791234568") })
        {
            await Invitation.SendAsync(_installation, address);
            ids.Add(await MailboxAsync(address));
            Assert.True(PhoneNumber.TryParse(number, out var parsed, out _));
            await WriteAsync("InitialPasswords", "Mobile", "MailboxId", ids[^1], MobileBox.Seal(_installation.Get<VaultPublicKey>(), parsed, ids[^1]));
        }

        await ChangesOfBoxAreRefusedAsync("InitialPasswords", "Mobile", "MailboxId", ids[0], ids[1], async () =>
            MobileBox.Open(_installation.Get<VaultKey>(), await ReadAsync("InitialPasswords", "Mobile", "MailboxId", ids[0]), ids[0]));
    }

    [Fact]
    public async Task Links_of_senders()
    {
        var carls = await MailboxAsync(Carl);
        var doras = await MailboxAsync((await Invitation.SendAsync(_installation, "dora@recipient.example")).Address);
        var token = (await Invitation.PasswordsAsync(_installation)).Single(p => p.RecipientAddress == Carl).SenderToken;
        await NameIsNotFoundAsync("SenderLinks", "TokenHash", NoticeToken.HashOf(token)!, async () =>
            await _installation.Get<FindSenderLink>().FindAsync(token, CancellationToken.None) is null);

        // Who cannot be told who the sender is writes to nobody.
        await ChangesAreRefusedAsync("SenderLinks", "Sender", "MailboxId", carls, doras, async () =>
            await _installation.Get<RenewInvitation>().ForSenderAsync(token, CancellationToken.None) is RenewOutcome.Unknown);
        Assert.IsType<RenewOutcome.Sent>(await _installation.Get<RenewInvitation>().ForSenderAsync(token, CancellationToken.None));
    }
}
