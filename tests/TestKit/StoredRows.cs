using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TestKit;

/// <summary>All that the database holds, read past the product: every column of every row of every table.</summary>
public static class StoredRows
{
    /// <summary>One line a row, <c>table: column|column…</c>, bytes in hex; in an order that depends on the contents alone.</summary>
    /// <param name="data">The portal's data folder.</param>
    /// <param name="except">Tables that are left out.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(string data, params string[] except)
    {
        await using var database = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(data, "portal.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        await database.OpenAsync();
        var lines = new List<string>();
        foreach (var table in (await LinesAsync(database, "SELECT name FROM sqlite_master WHERE type = 'table'")).Except(except))
        {
            lines.AddRange((await LinesAsync(database, $"SELECT * FROM \"{table}\"")).Select(row => $"{table}: {row}"));
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<List<string>> LinesAsync(SqliteConnection database, string query)
    {
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // The names are the database's own.
        command.CommandText = query;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        }

        return lines;
    }

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DBNull => "NULL",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
