using System.Globalization;

namespace Portal.Pages;

/// <summary>Sizes as people read them: 1 KB is 1,000 bytes, as their computers say it too.</summary>
internal static class Bytes
{
    private static readonly string[] Units = ["KB", "MB", "GB", "TB"];

    public static string Text(long bytes)
    {
        if (bytes < 1000)
        {
            return string.Create(CultureInfo.CurrentCulture, $"{bytes} B");
        }

        var unit = 0;
        var value = bytes / 1000.0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.CurrentCulture, $"{(value < 9.95 ? Math.Round(value, 1) : Math.Round(value)):0.#} {Units[unit]}");
    }
}
