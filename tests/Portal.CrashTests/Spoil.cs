using Microsoft.Data.Sqlite;

namespace Portal.CrashTests;

/// <summary>Does by hand what must never happen, one of each kind, so that it shows whether the judgement would see it.</summary>
internal static class Spoil
{
    /// <summary>Loses a message that was acknowledged, and leaves a blob that nobody names.</summary>
    public static async Task RunAsync(string data)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(data, "portal.db")};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = """
            CREATE TEMP TABLE "Gone" AS SELECT d."Id" FROM "Deliveries" d JOIN "Messages" m ON m."Id" = d."MessageId" ORDER BY m."Size" LIMIT 1;
            DELETE FROM "Notices" WHERE "DeliveryId" IN (SELECT "Id" FROM "Gone");
            DELETE FROM "Deliveries" WHERE "Id" IN (SELECT "Id" FROM "Gone");
            """;
        await command.ExecuteNonQueryAsync();

        // Younger than the sweep dares to touch, even two hours later.
        var stray = Path.Combine(Directory.CreateDirectory(Path.Combine(data, "blobs", "00")).FullName, $"{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(stray, "stray");
        File.SetLastWriteTimeUtc(stray, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1));
    }
}
