using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Storage;
using Portal.Core.Tenants;

namespace Portal.Benchmarks;

/// <summary>A registered reader with many messages, made through Core itself.</summary>
internal static class Reader
{
    public const string Password = "a quiet river in november";

    /// <summary>Makes one.</summary>
    /// <returns>The account.</returns>
    public static async Task<Guid> CreateAsync(IServiceProvider services, string address, int messages, byte[]? mail = null)
    {
        var mailbox = await services.GetRequiredService<EnsureMailbox>().EnsureAsync(TenantCatalog.Default, address, CancellationToken.None);
        await Parallel.ForEachAsync(Enumerable.Range(0, messages), new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (_, cancellationToken) => await DeliverAsync(services, mailbox, mail ?? TunnelMails.Original(8_000), cancellationToken));
        return await RegisterAsync(services, mailbox);
    }

    /// <summary>Delivers one mail, whether or not the reader has registered.</summary>
    public static async Task DeliverAsync(IServiceProvider services, string address, byte[] mail) => await DeliverAsync(
        services, await services.GetRequiredService<EnsureMailbox>().EnsureAsync(TenantCatalog.Default, address, CancellationToken.None), mail,
        CancellationToken.None);

    private static async ValueTask DeliverAsync(IServiceProvider services, MailboxAddress mailbox, byte[] mail, CancellationToken cancellationToken)
    {
        await using var sealer = services.GetRequiredService<SealMessage>().Begin();
        await sealer.Destination.WriteAsync(mail, cancellationToken);
        using var message = await sealer.FinishAsync([], cancellationToken);
        await services.GetRequiredService<SaveMessage>().SaveAsync(
            new IncomingDelivery
            {
                Tenant = TenantCatalog.Default,
                Gateway = "benchmark",
                Message = message,
                ContentDigest = Guid.NewGuid().ToByteArray(),
                SenderName = "Alice Example",
                SenderAddress = "alice@example.com",
                Recipients = [mailbox],
            },
            cancellationToken);
    }

    // The initial password left in a sealed mail; the benchmark sets its own.
    private static async Task<Guid> RegisterAsync(IServiceProvider services, MailboxAddress mailbox)
    {
        var text = InitialPasswords.Create();
        var token = System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);
        await using var context = await services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        var hash = services.GetRequiredService<InitialPasswords>().Hash(text, mailbox.Id);
        await context.InitialPasswords.Where(p => p.MailboxId == mailbox.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Hash, hash));
        context.Add(new Portal.Core.Storage.Model.Notice
        {
            TokenHash = System.Security.Cryptography.SHA256.HashData(token),
            MailboxId = mailbox.Id,
            DeliveryId = await context.Deliveries.Where(d => d.MailboxId == mailbox.Id).Select(d => d.Id).FirstAsync(),
            CreatedAt = TimeProvider.System.GetUtcNow(),
        });
        await context.SaveChangesAsync();

        // Ten thousand notices that leave meanwhile would be measured as well.
        await context.Outbox.ExecuteDeleteAsync();
        var outcome = await services.GetRequiredService<RegisterAccount>().RegisterAsync(
            new RegisterRequest
            {
                Token = System.Buffers.Text.Base64Url.EncodeToString(token),
                InitialPassword = text,
                Name = "Bob",
                NewPassword = Password,
            },
            CancellationToken.None);
        return outcome is RegisterOutcome.Registered registered
            ? registered.Account.Id
            : throw new InvalidOperationException($"The reader could not register: {outcome.GetType().Name}");
    }
}
