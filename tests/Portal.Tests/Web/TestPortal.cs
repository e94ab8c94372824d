using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core;
using Portal.Core.Keys;
using Portal.Core.Storage;
using TestKit;

namespace Portal.Tests.Web;

/// <summary>The whole web door over a data folder of its own, without a network: real database, real blobs, real keys.</summary>
internal sealed class TestPortal : IAsyncDisposable
{
    public const string Origin = "https://portal.example";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-web-");

    private TestPortal(TestClock clock) => Clock = clock;

    public TestClock Clock { get; }

    public LogLines Log { get; } = new();

    public string DataFolder => _folder.FullName;

    public WebApplication App { get; private set; } = null!;

    public static Task<TestPortal> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    /// <summary>With other services in the place of what does not run here.</summary>
    public static async Task<TestPortal> StartAsync(Action<IServiceCollection> change, params (string Key, string Value)[] settings)
    {
        var portal = new TestPortal(new TestClock());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "Portal" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Portal:DataDirectory"] = portal._folder.FullName,
            ["Portal:PublicUrl"] = Origin,
            ["Tenants:default:DisplayName"] = "Example Bank",
            ["Tunnel:KeyAlgorithm"] = "P256", // made in no time
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.ClearProviders().AddProvider(portal.Log);
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(portal.Clock);
        builder.Services.AddPortalCore(builder.Configuration);
        builder.Services.AddPortalReading();
        builder.Services.AddPortalIntake();
        builder.AddWebDoor();
        change(builder.Services);
        portal.App = builder.Build();
        portal.App.UseWebDoor();
        await MigratedDatabase.PlaceAsync(portal.DataFolder);
        portal.App.Services.GetRequiredService<KeyFolder>().CreateMissing();
        await portal.App.Services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        await portal.App.StartAsync();
        return portal;
    }

    /// <summary>A browser of its own, without cookies.</summary>
    public Browser Browser() => new(App.GetTestServer().CreateHandler());

    public async Task<T> QueryAsync<T>(Func<PortalContext, Task<T>> query)
    {
        await using var context = await App.Services.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        return await query(context);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
