using TestKit;

namespace Portal.Core.Tests.Vectors;

/// <summary>Reads sealed-vectors.txt: paragraphs of <c>field: value</c>.</summary>
internal static class VectorFile
{
    public static string FullPath => Path.Combine(Corpora.Root, "tests", "Portal.Core.Tests", "Vectors", "sealed-vectors.txt");

    private static readonly Lazy<Dictionary<string, Vector>> All = new(Load);

    public static IEnumerable<string> Names(string type) => All.Value.Values.Where(v => v["type"] == type).Select(v => v["name"]);

    public static Vector Find(string name) => All.Value[name];

    private static Dictionary<string, Vector> Load() =>
        File.ReadAllText(FullPath)
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => paragraph.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToArray())
            .Where(lines => lines.Length > 0)
            .Select(lines => new Vector(lines.Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1])))
            .ToDictionary(vector => vector["name"]);
}
