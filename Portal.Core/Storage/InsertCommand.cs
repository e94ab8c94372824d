using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Portal.Core.Storage;

/// <summary>
/// Inserts rows of one table by one prepared command, made from the model. Where every mail writes rows, the change tracker
/// would cost several times what the database does.
/// </summary>
/// <typeparam name="T">The row's class in the model.</typeparam>
internal sealed class InsertCommand<T> : IAsyncDisposable
    where T : class
{
    private readonly DbCommand _command;
    private readonly IReadOnlyList<IProperty> _properties;

    /// <summary>Makes the command for a context whose connection is open and stays so.</summary>
    /// <param name="context">Whose model and connection are used.</param>
    /// <param name="absorbing">The unique properties whose second row is left out instead of being an error; none = every conflict is one.</param>
    public InsertCommand(PortalContext context, params string[] absorbing)
    {
        var entity = context.Model.FindEntityType(typeof(T))!;
        _properties = [.. entity.GetProperties()];
        _command = context.Database.GetDbConnection().CreateCommand();
        foreach (var (property, index) in _properties.Select((property, index) => (property, index)))
        {
            _command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(_command, $"@p{index}", null, nullable: true));
        }

        _command.CommandText = Text(entity, absorbing, context.GetService<ISqlGenerationHelper>());
    }

    /// <summary>Inserts one row.</summary>
    /// <returns>False when it was left out.</returns>
    /// <exception cref="DbUpdateException">The database refuses it.</exception>
    public async Task<bool> ExecuteAsync(T row, DbTransaction transaction)
    {
        _command.Transaction = transaction;
        for (var i = 0; i < _properties.Count; i++)
        {
            var value = _properties[i].GetGetter().GetClrValue(row);
            var converter = _properties[i].GetTypeMapping().Converter;
            _command.Parameters[i].Value = (converter is null ? value : converter.ConvertToProvider(value)) ?? DBNull.Value;
        }

        try
        {
            return await _command.ExecuteNonQueryAsync() > 0;
        }
        catch (DbException error)
        {
            throw new DbUpdateException("A row was refused.", error);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private string Text(IEntityType entity, string[] absorbing, ISqlGenerationHelper sql)
    {
        string Columns(IEnumerable<IProperty> properties) => string.Join(", ", properties.Select(p => sql.DelimitIdentifier(p.GetColumnName())));

        var values = string.Join(", ", Enumerable.Range(0, _properties.Count).Select(i => $"@p{i}"));
        var conflict = absorbing.Length == 0 ? "" : $" ON CONFLICT ({Columns(absorbing.Select(name => entity.FindProperty(name)!))}) DO NOTHING";
        return $"INSERT INTO {sql.DelimitIdentifier(entity.GetTableName()!)} ({Columns(_properties)}) VALUES ({values}){conflict}";
    }
}
