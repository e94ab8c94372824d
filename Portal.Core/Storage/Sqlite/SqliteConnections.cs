using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Portal.Core.Storage.Sqlite;

/// <summary>
/// Connections as the portal needs them: FULL, so that a commit is on the disk when it returns; SQLite's own waiting for a lock,
/// which backs off finer than the driver's; and pages that are overwritten when something is deleted.
/// </summary>
internal sealed class SqliteConnections : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;";

    // A pooled connection's handle keeps what it was told.
    private readonly ConditionalWeakTable<sqlite3, object> _told = [];

    // The provider's own would register some twenty functions for decimals and expressions, which no query here uses, at each opening.
    public override InterceptionResult<DbConnection> ConnectionCreating(
        ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        InterceptionResult<DbConnection>.SuppressWithResult(new SqliteConnection(eventData.ConnectionString));

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (_told.TryGetValue(handle, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        _told.AddOrUpdate(handle, this);
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite works in this process: the asynchronous form would run just as synchronously.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
