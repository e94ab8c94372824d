using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Core.Storage.Sqlite;
using Xunit;

namespace Portal.Core.Tests.Storage;

/// <summary>The model is compiled into the product so that it starts sooner: it must say what the classes say.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public void The_compiled_model_is_the_one_that_the_classes_make()
    {
        using var context = new SqlitePortalContext(
            new DbContextOptionsBuilder<SqlitePortalContext>().UseSqlite("Data Source=:memory:").Options);
        var made = context.GetService<IDesignTimeModel>().Model;

        Assert.NotSame(made, context.Model);
        Assert.Equal(Describe(made), Describe(context.Model));
    }

    [Fact]
    public void The_migrations_bring_the_database_to_the_present_model()
    {
        using var context = new SqlitePortalContext(
            new DbContextOptionsBuilder<SqlitePortalContext>().UseSqlite("Data Source=:memory:").Options);

        Assert.False(context.Database.HasPendingModelChanges(), "Add a migration and compile the model anew: docs/development.md.");
    }

    private static string[] Describe(IModel model) => [.. model.GetEntityTypes().SelectMany(Describe).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Describe(IEntityType type) =>
    [
        $"{type.Name} is {type.GetTableName()}",
        .. type.GetProperties().Select(p =>
            $"{type.Name}.{p.Name} is {p.ClrType} {p.GetColumnName()} {p.GetColumnType()} {p.IsNullable} {p.GetMaxLength()} "
            + $"{p.GetTypeMapping().Converter?.GetType()} {p.ValueGenerated} {p.IsConcurrencyToken}"),
        .. type.GetKeys().Select(k => $"{type.Name} key {Names(k.Properties)} {k.IsPrimaryKey()}"),
        .. type.GetIndexes().Select(i => $"{type.Name} index {Names(i.Properties)} {i.IsUnique} {i.GetFilter()} {i.GetDatabaseName()}"),
        .. type.GetForeignKeys().Select(f =>
            $"{type.Name} refers {Names(f.Properties)} to {f.PrincipalEntityType.Name} {f.DeleteBehavior} {f.IsUnique} {f.IsRequired}"),
    ];

    private static string Names(IReadOnlyList<IProperty> properties) => string.Join(',', properties.Select(p => p.Name));
}
