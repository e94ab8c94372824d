namespace Portal.Pages.Settings;

/// <summary>The name of a session's or browser's row in a form: the hash that stands for its secret, in hexadecimal.</summary>
internal static class RowName
{
    private const int Size = 32;

    /// <returns>Null for what is no such name.</returns>
    public static byte[]? Parse(string? text) =>
        text is { Length: 2 * Size } && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
}
