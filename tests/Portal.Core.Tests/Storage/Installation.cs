using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Keys;
using Portal.Core.Storage;
using TestKit;

namespace Portal.Core.Tests.Storage;

/// <summary>The product's own services over a real database, real blobs and real keys in a folder of the test's.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServiceProvider _services;

    private Installation(Action<IServiceCollection>? change, (string Key, string Value)[] settings)
    {
        var services = Services(_folder.Path, settings);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPortalReading();
        services.AddPortalIntake();
        change?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public SettableClock Clock { get; } = new();

    public string Folder => _folder.Path;

    /// <summary>What both doors share, configured in memory; nothing is made on the disk yet.</summary>
    public static ServiceCollection Services(string folder, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Portal:DataDirectory", (string?)folder)])
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        // One for all: EF builds its model anew for every logger factory.
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddLogging();
        services.AddPortalCore(configuration);
        return services;
    }

    /// <summary>A fresh one with keys and a migrated database.</summary>
    public static async Task<Installation> StartAsync(
        Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
    {
        var installation = new Installation(change, settings);
        await MigratedDatabase.PlaceAsync(installation.Folder);
        installation.Get<KeyFolder>().CreateMissing();
        return installation;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<T> QueryAsync<T>(Func<PortalContext, Task<T>> query)
    {
        await using var context = await Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        return await query(context);
    }

    /// <summary>The blobs that are there, by name, drafts included.</summary>
    public IReadOnlyList<string> Blobs() => Directory.Exists(_folder.File("blobs"))
        ? [.. Directory.EnumerateFiles(_folder.File("blobs"), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)!)]
        : [];

    /// <summary>The files that hold the text anywhere, as it stands.</summary>
    public IReadOnlyList<string> FilesWith(string text)
    {
        var wanted = System.Text.Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Read(file).AsSpan().IndexOf(wanted) >= 0)];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
