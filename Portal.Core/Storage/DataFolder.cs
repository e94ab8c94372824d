namespace Portal.Core.Storage;

/// <summary>The folder in which everything lies that the embedded default keeps. Mode 0700.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Names the folder; nothing is touched yet.</summary>
    /// <param name="path">Relative to the working directory, or absolute.</param>
    public DataFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Whether the portal has been started on it before.</summary>
    public bool Exists => Directory.Exists(Path);

    /// <summary>The full path of a file in it.</summary>
    public string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>The full path of a folder in it, which is made with mode 0700 where it is missing.</summary>
    /// <exception cref="DataFolderException">It cannot be made or is not writable.</exception>
    public string Folder(params ReadOnlySpan<string> parts)
    {
        var path = Path;
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
            foreach (var part in parts)
            {
                path = System.IO.Path.Combine(path, part);
                Directory.CreateDirectory(path, OwnerOnly);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The folder '{path}' (setting Portal:DataDirectory) cannot be made: {error.Message}", error);
        }

        return path;
    }
}

/// <summary>The data folder cannot be used. The text names the path and the setting.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : StartException(message, inner);
