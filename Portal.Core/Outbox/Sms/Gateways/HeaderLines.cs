namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>Header fields in a file, one a line: <c>Name: value</c>.</summary>
internal static class HeaderLines
{
    /// <summary>The fields.</summary>
    /// <exception cref="InvalidDataException">A line is none.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(string text) =>
        [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Field)];

    /// <summary>Why the text is no good; null when it is.</summary>
    public static string? Fault(string text)
    {
        try
        {
            return Of(text).Count > 0 ? null : "it holds no field";
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    private static KeyValuePair<string, string> Field(string line, int index)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon > 0 ? (line[..colon], line[(colon + 1)..].Trim()) : ("", "");
        using var probe = new HttpRequestMessage();
        return value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && probe.Headers.TryAddWithoutValidation(name, value)
            ? new(name, value)
            : throw new InvalidDataException($"its entry {index + 1} is no header field of a request (Name: value)");
    }
}
