using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Portal.Core.Storage.Sqlite;

/// <summary>
/// What every connection needs: FULL, so that a commit is on the disk when it returns; SQLite's own waiting for a lock, which
/// backs off finer than the driver's; and pages that are overwritten when something is deleted.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite works in this process: the asynchronous form would run just as synchronously.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
