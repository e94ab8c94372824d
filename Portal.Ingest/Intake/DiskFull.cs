using Microsoft.Data.Sqlite;

namespace Portal.Ingest.Intake;

/// <summary>Tells a full disk from other failures.</summary>
internal static class DiskFull
{
    private const int NoSpace = 28;       // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT
    private const int SqliteFull = 13;     // SQLITE_FULL

    public static bool Is(Exception? error) => error switch
    {
        null => false,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        IOException io when (io.HResult & 0xFFFF) is NoSpace or QuotaExceeded => true,
        _ => Is(error.InnerException),
    };
}
