using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Storage.Sqlite;

namespace Portal.Core.Tests.Outbox;

/// <summary>A folder with a real database in it; both go at the end.</summary>
internal sealed class TempDatabase : IDbContextFactory<PortalContext>, IDisposable
{
    private readonly DbContextOptions<SqlitePortalContext> _options;

    public TempDatabase()
    {
        Folder = Directory.CreateTempSubdirectory("outbox-").FullName;
        _options = new DbContextOptionsBuilder<SqlitePortalContext>().UseSqlite($"Data Source={Path.Combine(Folder, "portal.db")}").Options;
        using var context = CreateDbContext();
        context.Database.EnsureCreated();
    }

    public string Folder { get; }

    /// <summary>A journal of the folder's, as a process has one.</summary>
    public OutboxJournal Journal(BootId? boot = null) => new(new DataFolder(Folder), boot ?? Boot);

    /// <summary>The start of the machine that the tests run in.</summary>
    public BootId Boot { get; } = BootId.Read();

    public PortalContext CreateDbContext() => new SqlitePortalContext(_options);

    public async Task AddAsync(params OutboxEntry[] entries)
    {
        await using var context = CreateDbContext();
        context.Outbox.AddRange(entries);
        await context.SaveChangesAsync();
    }

    /// <summary>A mailbox with an initial password of ten tries.</summary>
    public async Task<Guid> InviteAsync(TimeProvider clock, DateTimeOffset? used = null)
    {
        await using var context = CreateDbContext();
        var id = Guid.NewGuid();
        context.Add(new Mailbox { Id = id, Tenant = "default", Address = "bob@example.net", PublicKey = [4], CreatedAt = clock.GetUtcNow() });
        context.Add(new InitialPassword { MailboxId = id, Hash = [1], ExpiresAt = clock.GetUtcNow().AddDays(30), TriesLeft = 10, UsedAt = used });
        await context.SaveChangesAsync();
        return id;
    }

    /// <summary>A message in the mailbox with the notice of that token.</summary>
    public async Task DeliverAsync(Guid mailbox, string token, DateTimeOffset? opened, TimeProvider clock)
    {
        await using var context = CreateDbContext();
        var now = clock.GetUtcNow();
        var message = new Message { Id = Guid.NewGuid(), Tenant = "default", Gateway = "office", Size = 1, ReceivedAt = now, Summary = [1], Outline = [1] };
        var delivery = new Delivery
        {
            Id = Guid.NewGuid(), MailboxId = mailbox, MessageId = message.Id, ContentDigest = [1], SealedKey = [1], Position = 1, ReceivedAt = now, ReadAt = opened,
        };
        var hash = SHA256.HashData(Base64Url.DecodeFromChars(token));
        context.AddRange(message, delivery, new Notice { TokenHash = hash, DeliveryId = delivery.Id, MailboxId = mailbox, CreatedAt = now });
        await context.SaveChangesAsync();
    }

    /// <summary>Waits for the fact, not for a time; the limit only keeps a broken worker from hanging the run.</summary>
    public async Task UntilAsync(Predicate<List<OutboxEntry>> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!done(await ReadAllAsync()))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public async Task<int> TriesLeftAsync(Guid mailbox)
    {
        await using var context = CreateDbContext();
        return await context.InitialPasswords.Where(p => p.MailboxId == mailbox).Select(p => p.TriesLeft).SingleAsync();
    }

    public async Task<OutboxEntry> ReadAsync(Guid id)
    {
        await using var context = CreateDbContext();
        return await context.Outbox.AsNoTracking().SingleAsync(e => e.Id == id);
    }

    public async Task<List<OutboxEntry>> ReadAllAsync()
    {
        await using var context = CreateDbContext();
        return await context.Outbox.AsNoTracking().ToListAsync();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
