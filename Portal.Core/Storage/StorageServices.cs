using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Sqlite;

namespace Portal.Core.Storage;

/// <summary>Registers the database and the blobs.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration("Database").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new DataFolder(provider.GetRequiredService<IOptions<PortalOptions>>().Value.DataDirectory));
        services.AddSingleton<BlobFolder>();
        services.AddPooledDbContextFactory<SqlitePortalContext>((provider, options) => options
            .UseSqlite($"Data Source={DatabaseFile(provider)};Default Timeout=15")
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .EnableThreadSafetyChecks(false)
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning).Log((RelationalEventId.CommandExecuted, Microsoft.Extensions.Logging.LogLevel.Trace)))
            .AddInterceptors(new SqliteConnections()));
        services.AddSingleton<IDbContextFactory<PortalContext>, SqlitePortalContextFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContext());
        services.AddSingleton<PrepareDatabase>();
        return services;
    }

    private static string DatabaseFile(IServiceProvider provider)
    {
        var data = provider.GetRequiredService<DataFolder>();
        data.Folder();
        return data.File("portal.db");
    }
}
