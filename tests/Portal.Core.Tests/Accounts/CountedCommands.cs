using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Core.Tests.Accounts;

/// <summary>Counts what the database was asked and what it was told to write.</summary>
internal sealed class CountedCommands : DbCommandInterceptor
{
    private int _queries;
    private int _writes;

    public int Queries => _queries;

    public int Writes => _writes;

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _queries);
        return base.ReaderExecutedAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _writes, result); // rows: a statement that finds none reaches no disk
        return base.NonQueryExecutedAsync(command, eventData, result, cancellationToken);
    }
}
