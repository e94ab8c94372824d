using System.Text;
using System.Text.Json;
using TestKit;

namespace Portal.Fuzz.Targets;

/// <summary>The outside material as inputs.</summary>
internal static class Material
{
    public static IReadOnlyList<byte[]> Files(string folder, params string[] patterns) => Directory.Exists(Corpora.PathOf(folder))
        ? [.. patterns.SelectMany(pattern => Directory.EnumerateFiles(Corpora.PathOf(folder), pattern, SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(bytes => bytes.Length < 200_000)]
        : [];

    public static IReadOnlyList<byte[]> Vectors(string folder)
    {
        var file = Corpora.PathOf(folder, "vectors.json");
        if (!File.Exists(file))
        {
            return [];
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. json.RootElement.EnumerateArray().Select(v => Encoding.UTF8.GetBytes(v.GetProperty("html").GetString()!))];
    }

    public static IReadOnlyList<byte[]> Words(params string[] words) => [.. words.Select(Encoding.Latin1.GetBytes)];
}
