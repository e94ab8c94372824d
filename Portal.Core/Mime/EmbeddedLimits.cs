namespace Portal.Core.Mime;

/// <summary>How far embedded files are looked for. Beyond, what is left stays in its part.</summary>
internal static class EmbeddedLimits
{
    /// <summary>Files of one part.</summary>
    public const int MostFiles = 100;

    /// <summary>Bytes of a part that are read to find them, where they cannot be jumped over.</summary>
    public const long MostBytes = 64 * 1024 * 1024;
}
