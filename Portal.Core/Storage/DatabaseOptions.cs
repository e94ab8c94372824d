using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Storage;

/// <summary>The settings below <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Which database. PostgreSQL comes later.</summary>
    [Required(ErrorMessage = "Database:Provider is empty; the only database provider so far is Sqlite.")]
    [RegularExpression("^(?i:sqlite)$", ErrorMessage = "The only database provider so far is Sqlite.")]
    public string Provider { get; set; } = "Sqlite";
}
