using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Tracking;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Tracking;

/// <summary>A message to Anna and Bert, and its sender.</summary>
public abstract class SentBench : IAsyncLifetime
{
    private protected const string Sam = "sam@sender.example";

    private protected Installation Installation { get; private set; } = null!;

    private protected Post Post { get; private set; } = null!;

    private protected Guid Message { get; private set; }

    /// <summary>Anna's.</summary>
    private protected Guid Delivery { get; private set; }

    private protected UnlockedMailbox Anna { get; private set; } = null!;

    private protected virtual (string Key, string Value)[] Settings => [];

    public virtual async Task InitializeAsync()
    {
        Installation = await Installation.StartAsync(null, Settings);
        Post = new Post(Installation);
        Message = await Post.DeliverAsync(Post.Mail("Contract"), Post.Anna, Post.Bert);
        Delivery = await Post.DeliveryAsync(Message);
        Anna = await Post.UnlockAsync(Post.Anna);
    }

    public virtual async Task DisposeAsync()
    {
        Anna.Key.Dispose();
        await Installation.DisposeAsync();
    }

    private protected async Task<SentMessage> SentAsync() =>
        (await Installation.Get<ReadSent>().OfAsync(Message, [Sam], CancellationToken.None))!;

    private protected async Task<SentRecipient> RecipientAsync(string address = Post.Anna) => (await SentAsync()).Recipients.Single(r => r.Address == address);

    private protected Task<bool> OpenAsync() => Installation.Get<MarkRead>().MarkAsync([Anna], Delivery, SignInMethods.Password, CancellationToken.None);

    private protected async Task<IReadOnlyList<MessageEventKind>> KindsAsync()
    {
        var chain = await Installation.Get<ReadEvidence>().OfAsync(Message, CancellationToken.None);
        Assert.True(chain.Intact);
        return [.. chain.Links.Where(l => l.Event.DeliveryId == Delivery || l.Event.DeliveryId is null).Select(l => l.Event.Kind)];
    }

    private protected Task<int> CountAsync(OutboxKind kind) => Installation.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == kind));
}
