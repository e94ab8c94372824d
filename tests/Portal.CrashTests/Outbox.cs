using Microsoft.Data.Sqlite;

namespace Portal.CrashTests;

/// <summary>The outbox of a portal that is down.</summary>
internal static class Outbox
{
    /// <summary>What killed portals had taken to send would wait for minutes until it is taken again: here it is due at once.</summary>
    public static async Task EndLeasesAsync(string data)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(data, "portal.db")};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "UPDATE \"Outbox\" SET \"DueAt\" = 0 WHERE \"State\" = 0";
        await command.ExecuteNonQueryAsync();
    }
}
