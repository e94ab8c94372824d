using System.Globalization;

namespace Portal.Core.Mime;

/// <summary>File names as strangers wrote them, made fit to be shown and to be suggested to a browser.</summary>
internal static class FileNames
{
    private const int Longest = 255;
    private const int LongestExtension = 20;

    private static readonly string[] Devices = ["con", "prn", "aux", "nul", "com", "lpt"];

    /// <summary>The last part of the path without control and bidirectional characters, or null where nothing usable is left.</summary>
    public static string? Clean(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        name = DisplayText.Clean(name, alsoMarks: true).TrimEnd('/', '\\', ' ', '.');
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        if (name.Length > 2 && name[1] == ':' && char.IsAsciiLetter(name[0]))
        {
            name = name[2..]; // C:file
        }

        name = Cut(name);
        return name.Length == 0 ? null : IsDevice(name) ? "_" + name : name;
    }

    // Cuts before the extension, which says what the file is.
    private static string Cut(string name)
    {
        if (name.Length <= Longest)
        {
            return name;
        }

        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot <= LongestExtension ? name[dot..] : "";
        return DisplayText.Cut(name, Longest - extension.Length) + extension;
    }

    // CON, NUL, COM1 … with any extension are devices to Windows.
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd().ToLower(CultureInfo.InvariantCulture);
        return Devices.Contains(stem.Length == 4 && char.IsAsciiDigit(stem[3]) ? stem[..3] : stem.Length == 3 ? stem : "")
            && (stem.Length == 4) == (stem.StartsWith("com", StringComparison.Ordinal) || stem.StartsWith("lpt", StringComparison.Ordinal));
    }
}
