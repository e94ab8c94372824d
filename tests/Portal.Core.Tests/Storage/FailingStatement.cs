using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Core.Tests.Storage;

/// <summary>What a test makes happen in the middle of something.</summary>
internal sealed class InjectedException : Exception;

/// <summary>Fails before the statement that begins like this is carried out, or before the commit.</summary>
internal sealed class FailingStatement(string beginning) : DbCommandInterceptor, IDbTransactionInterceptor
{
    /// <summary>How often it failed.</summary>
    public int Failures { get; private set; }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(command.CommandText);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Check(command.CommandText);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Check("COMMIT");
        return ValueTask.FromResult(result);
    }

    private void Check(string statement)
    {
        if (statement.StartsWith(beginning, StringComparison.Ordinal))
        {
            Failures++;
            throw new InjectedException();
        }
    }
}
