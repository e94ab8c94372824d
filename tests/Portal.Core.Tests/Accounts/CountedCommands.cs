using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Core.Tests.Accounts;

/// <summary>Counts what the database was asked, and how often it had to reach the disk.</summary>
internal sealed class CountedCommands : DbCommandInterceptor, IDbTransactionInterceptor
{
    private int _queries;
    private int _commits;

    public int Queries => _queries;

    public int Commits => _commits;

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _queries);
        }

        return base.ReaderExecutedAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        // A statement of its own that finds no row reaches no disk.
        if (command.Transaction is null && result > 0)
        {
            Interlocked.Increment(ref _commits);
        }

        return base.NonQueryExecutedAsync(command, eventData, result, cancellationToken);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _commits);
        return Task.CompletedTask;
    }
}
