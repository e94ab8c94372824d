using Portal.Core.Accounts;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Messages;
using Xunit;

namespace Portal.Core.Tests.Storage;

/// <summary>The same for links, initial passwords and mailboxes.</summary>
public sealed partial class StoredFieldTests
{
    [Fact]
    public async Task Links_of_notices()
    {
        var hash = NoticeToken.HashOf(_carl.Token)!;
        await NameIsNotFoundAsync("Notices", "TokenHash", hash, async () =>
            await _installation.Get<FindNotice>().FindAsync(_carl.Token, CancellationToken.None) is null);
    }

    [Fact]
    public async Task Initial_passwords()
    {
        var (carls, doras) = (await MailboxAsync(Carl), (await Invitation.SendAsync(_installation, "dora@recipient.example")).Address);
        await ChangesAreRefusedAsync("InitialPasswords", "Hash", "MailboxId", carls, await MailboxAsync(doras), async () =>
        {
            await WriteAsync("InitialPasswords", "TriesLeft", "MailboxId", carls, 10);
            return await _installation.Get<RegisterAccount>().RegisterAsync(_carl.Request(), CancellationToken.None)
                is RegisterOutcome.WrongInitialPassword;
        });
        Assert.IsType<RegisterOutcome.Registered>(await _installation.Get<RegisterAccount>().RegisterAsync(_carl.Request(), CancellationToken.None));
    }

    [Fact]
    public async Task Public_keys_of_mailboxes()
    {
        var (annas, berts) = (await MailboxAsync(Post.Anna), await MailboxAsync(Post.Bert));
        var key = await ReadAsync("Mailboxes", "PublicKey", "Id", annas);
        foreach (var changed in Changed(key))
        {
            await WriteAsync("Mailboxes", "PublicKey", "Id", annas, changed);
            Assert.True(await ThrowsAsync(() => new Post(_installation).MailboxAsync(Post.Anna)));
        }

        // A mail that arrives while another mailbox's key stands there opens for nobody under Anna's name.
        await WriteAsync("Mailboxes", "PublicKey", "Id", annas, await ReadAsync("Mailboxes", "PublicKey", "Id", berts));
        var post = new Post(_installation);
        var message = await post.DeliverAsync(Post.Mail("Astray"), Post.Anna);
        var delivery = await post.DeliveryAsync(message);
        var anna = await _installation.Get<UnlockMailboxes>().OfAsync(_anna.Id, CancellationToken.None);
        Assert.True(await ThrowsAsync(() => _installation.Get<OpenMessage>().OpenAsync(anna, delivery, CancellationToken.None)));
        var bert = await _installation.Get<UnlockMailboxes>().OfAsync(_bert.Id, CancellationToken.None);
        Assert.Null(await _installation.Get<OpenMessage>().OpenAsync(bert, delivery, CancellationToken.None));
    }
}
