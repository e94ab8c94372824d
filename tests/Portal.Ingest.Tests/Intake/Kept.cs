using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Portal.Ingest.Tests.Intake;

/// <summary>All that a portal keeps, as a text to compare: every row of every table, every file below blobs and spool.</summary>
internal static class Kept
{
    private static readonly string[] Folders = ["blobs", "spool"];

    public static async Task<string> ByAsync(IntakeHost portal)
    {
        var text = new StringBuilder();
        await portal.QueryAsync(async db =>
        {
            var tables = await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table' ORDER BY name").ToListAsync();
            var connection = db.Database.GetDbConnection();
            await connection.OpenAsync();
            foreach (var table in tables)
            {
                await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name comes out of the database's own list.
                command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    var row = new object[reader.FieldCount];
                    reader.GetValues(row);
                    text.Append(table).Append(": ").AppendJoin(", ", row.Select(v => v is byte[] b ? Convert.ToHexString(b) : v.ToString())).Append('\n');
                }
            }

            return 0;
        });
        foreach (var file in Files(portal))
        {
            text.Append(file).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The files below blobs and spool; drafts of mails that are coming in are among them.</summary>
    public static IReadOnlyList<string> Files(IntakeHost portal) =>
        [.. Folders.Select(folder => Path.Combine(portal.Data, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
}
