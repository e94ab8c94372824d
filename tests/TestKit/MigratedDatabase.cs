using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Storage;

namespace TestKit;

/// <summary>The database of a new installation. Migrating takes longer than most tests: it is done once a process, and each installation begins with a copy.</summary>
public static class MigratedDatabase
{
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateAsync);

    /// <summary>Lays a copy into a data folder; the folder's keys must be there before the product looks at it.</summary>
    public static async Task PlaceAsync(string folder) => await File.WriteAllBytesAsync(FileIn(folder), await Migrated.Value);

    private static string FileIn(string folder) => Path.Combine(folder, "portal.db");

    private static async Task<byte[]> MigrateAsync()
    {
        using var folder = new TempFolder();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Portal:DataDirectory", (string?)folder.Path)]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddPortalCore(configuration);
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<PrepareDatabase>().RunAsync(CancellationToken.None);
        }

        await using var last = new SqliteConnection($"Data Source={FileIn(folder.Path)};Pooling=False");
        await last.OpenAsync();
        await using var command = last.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        using var file = new FileStream(FileIn(folder.Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
