using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages.Replies;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Drafts;

/// <summary>Somebody who has a mailbox and writes.</summary>
public abstract class DraftBench : IAsyncLifetime
{
    internal Installation Installation { get; private set; } = null!;

    internal Post Post => new(Installation);

    internal UnlockedMailbox Anna { get; private set; } = null!;

    internal Recorded Sent => (Recorded)Installation.Get<ISendReply>();

    /// <summary>How many bytes the files of a message may have.</summary>
    protected const int MostBytes = 1_000_000;

    private protected virtual (string Key, string Value)[] Settings => [];

    public async Task InitializeAsync()
    {
        Installation = await Installation.StartAsync(
            services => services.AddSingleton<ISendReply, Recorded>(),
            [("Tenants:default:MaxReplyBytes", $"{MostBytes}"), ("Tenants:default:MaxReplyFiles", "3"), .. Settings]);
        await Post.DeliverAsync(Post.Mail("First"), Post.Anna);
        Anna = await Post.UnlockAsync(Post.Anna);
    }

    public async Task DisposeAsync()
    {
        Anna.Key.Dispose();
        await Installation.DisposeAsync();
    }

    internal async Task<Guid> SaveAsync(string text, UnlockedMailbox? mailbox = null, Guid? id = null)
    {
        var draft = id ?? Guid.NewGuid();
        Assert.Equal(SaveDraftOutcome.Saved, await Installation.Get<SaveDraft>().SaveAsync(
            mailbox ?? Anna, draft, new DraftContent { Kind = ReplyKind.New, Subject = "About " + text, To = "sam@sender.example", Text = text }, CancellationToken.None));
        return draft;
    }

    internal Task<AttachOutcome> AttachAsync(Guid draft, string name, byte[] content, UnlockedMailbox? mailbox = null) => Installation.Get<AttachFile>()
        .AttachAsync("default", mailbox ?? Anna, draft, name, "application/pdf", new MemoryStream(content), CancellationToken.None);

    internal Task<OpenedDraft?> OpenAsync(Guid draft, params UnlockedMailbox[] mailboxes) =>
        Installation.Get<OpenDraft>().OpenAsync(mailboxes.Length > 0 ? mailboxes : [Anna], draft, CancellationToken.None);

    internal async Task<SendDraftOutcome?> SendAsync(Guid draft, UnlockedMailbox? mailbox = null)
    {
        var writer = mailbox ?? Anna;
        using var opened = await OpenAsync(draft, writer);
        return opened is null ? null : await SendAsync(opened, writer);
    }

    internal Task<SendDraftOutcome> SendAsync(OpenedDraft opened, UnlockedMailbox writer) => Installation.Get<SendDraft>().SendAsync(
        opened,
        new Reply
        {
            Mailbox = writer,
            Tenant = "default",
            From = new MailAddress("Anna", writer.Address),
            To = [new MailAddress("", "sam@sender.example")],
            Subject = opened.Content.Subject,
            Text = opened.Content.Text,
        },
        CancellationToken.None);

    /// <summary>Makes one account the owner of these mailboxes.</summary>
    internal async Task OwnAsync(string name, params UnlockedMailbox[] mailboxes)
    {
        var account = new Account { Id = Guid.NewGuid(), UserName = name };
        var ids = mailboxes.Select(m => m.Id).ToList();
        await Installation.QueryAsync(async db =>
        {
            db.Add(account);
            await db.SaveChangesAsync();
            return await db.Mailboxes.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, account.Id));
        });
    }
}
