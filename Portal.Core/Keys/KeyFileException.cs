namespace Portal.Core.Keys;

/// <summary>A key file cannot be used. The text names the file and what to do about it, never what is in it.</summary>
public sealed class KeyFileException : StartException
{
    internal KeyFileException(string path, string problem, Exception? cause = null)
        : base($"Key file '{path}': {problem}", cause) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
