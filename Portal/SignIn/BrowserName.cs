namespace Portal.SignIn;

/// <summary>A browser and its system in the words that people use, out of the User-Agent field; only words of this list ever come out.</summary>
internal static class BrowserName
{
    // The order counts: browsers name the ones that they resemble, too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <returns>Such as <c>Firefox, Windows</c>; empty where the field says nothing known.</returns>
    public static string Of(string? userAgent) =>
        string.Join(", ", new[] { First(Browsers, userAgent ?? ""), First(Systems, userAgent ?? "") }.OfType<string>());

    private static string? First((string Mark, string Name)[] list, string text) =>
        Array.Find(list, entry => text.Contains(entry.Mark, StringComparison.Ordinal)).Name;
}
