using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Portal.CrashTests;

/// <summary>The portal's database, looked into past the product.</summary>
internal static class Database
{
    /// <summary>The one number that a query gives.</summary>
    public static async Task<long> CountAsync(string data, string query) => long.Parse((await KeysAsync(data, query)).Single(), CultureInfo.InvariantCulture);

    /// <summary>The texts of a query's only column.</summary>
    public static async Task<HashSet<string>> KeysAsync(string data, string query)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(data, "portal.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = query;
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new HashSet<string>();
        while (await reader.ReadAsync())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }
}
