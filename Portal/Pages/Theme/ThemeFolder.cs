using System.Collections.Frozen;
using System.Security.Cryptography;
using Portal.Core;
using Portal.Core.Tenants;

namespace Portal.Pages.Theme;

/// <summary>
/// The files of the tenant's theme, listed and read once at the start. A request only ever picks a name from this list, so no path
/// is made of what it says.
/// </summary>
internal sealed class ThemeFolder
{
    public const string Folder = "wwwroot-themes";
    private const long MaxFileSize = 4 * 1024 * 1024;

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".webp"] = "image/webp",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, ThemeFile> _files;

    public ThemeFolder(TenantCatalog tenants)
    {
        var theme = tenants[TenantCatalog.Default].Theme;
        var folder = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, Folder, theme));
        if (!folder.Exists)
        {
            throw new ThemeException(
                $"The theme '{theme}' (setting Tenants:{TenantCatalog.Default}:Theme) has no folder '{folder.FullName}'.");
        }

        _files = folder.EnumerateFiles()
            .Where(file => Types.ContainsKey(file.Extension) && file.Length <= MaxFileSize)
            .Select(Read)
            .ToFrozenDictionary(file => file.Name);
        StyleSheet = _files.GetValueOrDefault("theme.css")
            ?? throw new ThemeException($"The theme '{theme}' (setting Tenants:{TenantCatalog.Default}:Theme) has no theme.css in '{folder.FullName}'.");
        Logo = First("logo.svg", "logo.png", "logo.webp");
        Icon = First("icon.svg", "icon.png", "icon.ico");
    }

    public ThemeFile StyleSheet { get; }

    /// <summary>A theme that is missing is told at the start, not on the first page.</summary>
    internal sealed class StartCheck(IServiceProvider services) : IStartCheck
    {
        public void Check() => services.GetRequiredService<ThemeFolder>();
    }

    /// <summary>The picture before the tenant's name, or null.</summary>
    public ThemeFile? Logo { get; }

    /// <summary>The picture in the browser's tab, or null.</summary>
    public ThemeFile? Icon { get; }

    public ThemeFile? Find(string name) => _files.GetValueOrDefault(name);

    private ThemeFile? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_files.TryGetValue(name, out var file))
            {
                return file;
            }
        }

        return null;
    }

    private static ThemeFile Read(FileInfo file)
    {
        var bytes = File.ReadAllBytes(file.FullName);
        return new ThemeFile(
            file.Name.ToLowerInvariant(), Types[file.Extension], bytes, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8)));
    }
}
