using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Core.Tests.Messages;

/// <summary>Lets one commit happen and then fail, as a disk may that tells of its failure too late.</summary>
/// <param name="which">Which one, counted from 1.</param>
internal sealed class ForgottenCommit(int which) : DbTransactionInterceptor
{
    private int _commits;

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref _commits) == which ? throw new IOException("The disk says no.") : Task.CompletedTask;
}
