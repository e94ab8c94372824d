namespace Portal.Core.Outbox.Relay;

/// <summary>The password file.</summary>
internal static class RelayPassword
{
    private const int LongestFile = 4096;

    /// <summary>The password: the file's text without the line end that editors leave.</summary>
    public static string Read(string path) => File.ReadAllText(path).TrimEnd('\r', '\n');

    /// <summary>Why the file is no good; null when it is.</summary>
    public static string? Fault(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > LongestFile }
                ? "it is too long for a password"
                : Read(path) switch
                {
                    "" => "it is empty",
                    var password when password.Any(char.IsControl) => "it holds more than one line",
                    _ => null,
                };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"it cannot be read ({error.GetType().Name})";
        }
    }
}
