using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Storage;
using Xunit;

namespace Portal.Core.Tests.Storage;

public sealed class PrepareDatabaseTests
{
    [Fact]
    public async Task The_migration_matches_the_model()
    {
        await using var installation = await Installation.StartAsync();

        Assert.False(await installation.QueryAsync(db => Task.FromResult(db.Database.HasPendingModelChanges())));
        Assert.Empty(await installation.QueryAsync(db => db.Database.GetPendingMigrationsAsync()));
    }

    [Fact]
    public async Task Doing_it_again_changes_nothing()
    {
        await using var installation = await Installation.StartAsync();
        var before = await SchemaAsync(installation);

        await installation.Get<PrepareDatabase>().RunAsync(CancellationToken.None);

        Assert.Equal(before, await SchemaAsync(installation));
        Assert.Contains(before, sql => sql.Contains("\"Deliveries\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_at_once_on_a_fresh_folder_make_one_schema()
    {
        using var folder = new TestKit.TempFolder();
        await using var one = Installation.Services(folder.Path).BuildServiceProvider();
        await using var two = Installation.Services(folder.Path).BuildServiceProvider();

        await Task.WhenAll(new[] { one, two, one, two }.Select(services =>
            Task.Run(() => services.GetRequiredService<PrepareDatabase>().RunAsync(CancellationToken.None))));

        await using var context = await two.GetRequiredService<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        Assert.Equal(context.Database.GetMigrations(), await context.Database.GetAppliedMigrationsAsync());
        Assert.Equal(0, await context.Messages.CountAsync());
    }

    [Theory]
    [InlineData("synchronous", 2)]
    [InlineData("secure_delete", 1)]
    [InlineData("foreign_keys", 1)]
    [InlineData("busy_timeout", 10_000)]
    public async Task Every_connection_is_durable_and_strict(string pragma, long value)
    {
        await using var installation = await Installation.StartAsync();

        Assert.Equal(value, Convert.ToInt64(await ScalarAsync(installation, $"PRAGMA {pragma}"), null));
    }

    [Fact]
    public async Task Readers_do_not_wait_for_the_writer()
    {
        await using var installation = await Installation.StartAsync();

        Assert.Equal("wal", await ScalarAsync(installation, "PRAGMA journal_mode"));
    }

    private static Task<List<string>> SchemaAsync(Installation installation) => installation.QueryAsync(db =>
        db.Database.SqlQueryRaw<string>("SELECT sql AS Value FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").ToListAsync());

    private static Task<object?> ScalarAsync(Installation installation, string sql) => installation.QueryAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    });
}
