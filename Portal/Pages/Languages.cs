using System.Globalization;

namespace Portal.Pages;

/// <summary>The languages of the pages. English is the one that stands in where another lacks a text.</summary>
internal static class Languages
{
    public static IReadOnlyList<CultureInfo> All { get; } = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("de")];

    public static CultureInfo? Find(string? name) =>
        All.FirstOrDefault(language => language.TwoLetterISOLanguageName.Equals(name, StringComparison.OrdinalIgnoreCase));
}
