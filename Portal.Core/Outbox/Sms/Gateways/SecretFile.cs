namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>Files that hold secrets of providers.</summary>
internal static class SecretFile
{
    private const int Longest = 8192;

    /// <summary>The file's text without the line end that editors leave.</summary>
    public static string Read(string path) => File.ReadAllText(path).TrimEnd('\r', '\n');

    /// <summary>Why the file is no good; null when it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fault">What else is wrong with its text, or null.</param>
    public static string? Fault(string path, Func<string, string?> fault)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > Longest } ? "it is too long" : Read(path) is { Length: > 0 } text ? fault(text) : "it is empty";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"it cannot be read ({error.GetType().Name})";
        }
    }

    /// <summary>A single line of printable ASCII.</summary>
    public static string? FaultOfLine(string text) => text.AsSpan().ContainsAnyExceptInRange('!', '~') ? "it holds more than one word" : null;
}
