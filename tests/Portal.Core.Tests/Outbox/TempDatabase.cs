using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
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

    public PortalContext CreateDbContext() => new SqlitePortalContext(_options);

    public async Task AddAsync(params OutboxEntry[] entries)
    {
        await using var context = CreateDbContext();
        context.Outbox.AddRange(entries);
        await context.SaveChangesAsync();
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
