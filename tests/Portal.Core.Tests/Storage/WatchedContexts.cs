using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Portal.Core.Storage;
using Portal.Core.Storage.Sqlite;

namespace Portal.Core.Tests.Storage;

/// <summary>Contexts over an installation's database that count commits, can be held back, and take interceptors.</summary>
internal sealed class WatchedContexts : IDbContextFactory<PortalContext>
{
    private readonly DbContextOptions<SqlitePortalContext> _options;
    private readonly CommitCounter _commits = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WatchedContexts(Installation installation, params IInterceptor[] interceptors) => _options = new DbContextOptionsBuilder<SqlitePortalContext>()
        .UseSqlite($"Data Source={Path.Combine(installation.Folder, "portal.db")};Foreign Keys=True;Default Timeout=15")
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .AddInterceptors([_commits, .. interceptors])
        .Options;

    /// <summary>How many transactions were committed.</summary>
    public int Commits => _commits.Count;

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
        return CreateDbContext();
    }

    private sealed class CommitCounter : DbTransactionInterceptor
    {
        private int _count;

        public int Count => _count;

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }
}
