using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Portal.Core.Storage.Sqlite;

/// <summary>Hands the provider's contexts out as what the rest of the product knows.</summary>
internal sealed class SqlitePortalContextFactory(IDbContextFactory<SqlitePortalContext> contexts) : IDbContextFactory<PortalContext>
{
    public PortalContext CreateDbContext() => contexts.CreateDbContext();
}

/// <summary>Lets the migrations tool make a context without a running portal.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqlitePortalContext>
{
    public SqlitePortalContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlitePortalContext>().UseSqlite("Data Source=:memory:").Options);
}
