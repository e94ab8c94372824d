namespace Portal.Pages.Theme;

/// <summary>One file of a theme, held in memory.</summary>
/// <param name="Name">The file name, lower case.</param>
/// <param name="ContentType">What it is served as.</param>
/// <param name="Bytes">What it holds.</param>
/// <param name="Hash">Names the content in addresses: 16 hexadecimal digits of its SHA-256.</param>
internal sealed record ThemeFile(string Name, string ContentType, byte[] Bytes, string Hash)
{
    /// <summary>The address that never grows old.</summary>
    public string Url { get; } = $"/theme/{Name}?v={Hash}";
}
