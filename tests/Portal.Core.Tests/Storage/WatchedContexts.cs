using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Portal.Core.Storage;
using Portal.Core.Storage.Sqlite;

namespace Portal.Core.Tests.Storage;

/// <summary>Contexts over an installation's database that count themselves, can be held back, and take interceptors.</summary>
internal sealed class WatchedContexts(Installation installation, params IInterceptor[] interceptors) : IDbContextFactory<PortalContext>
{
    private readonly DbContextOptions<SqlitePortalContext> _options = new DbContextOptionsBuilder<SqlitePortalContext>()
        .UseSqlite($"Data Source={Path.Combine(installation.Folder, "portal.db")};Foreign Keys=True;Default Timeout=15")
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .AddInterceptors(interceptors)
        .Options;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _made;

    public int Made => _made;

    /// <summary>Lets contexts be made from now on.</summary>
    public WatchedContexts Open()
    {
        _opened.TrySetResult();
        return this;
    }

    /// <summary>Ends when somebody has asked for the first context.</summary>
    public Task Asked => _asked.Task;

    public PortalContext CreateDbContext() => new SqlitePortalContext(_options);

    public async Task<PortalContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        _asked.TrySetResult();
        await _opened.Task;
        Interlocked.Increment(ref _made);
        return CreateDbContext();
    }
}
