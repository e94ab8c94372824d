using TestKit;

namespace Portal.Core.Tests.Vectors;

/// <summary>The setup paragraphs of RFC 9180's appendix A, with the first encryption of each.</summary>
internal static class HpkeVectors
{
    public static IEnumerable<Dictionary<string, string>> Load()
    {
        var blocks = File.ReadAllText(Corpora.PathOf("hpke", "rfc9180-p256.txt")).Split("~~~");
        return Enumerable.Range(0, blocks.Length - 2)
            .Where(i => blocks[i].TrimStart().StartsWith("mode:", StringComparison.Ordinal))
            .Select(i => Fields(blocks[i] + blocks[i + 2].Split("\n\n")[0]));
    }

    // A line without a colon carries on the value of the line before it.
    private static Dictionary<string, string> Fields(string block)
    {
        var fields = new Dictionary<string, string>();
        var name = "";
        foreach (var line in block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0)
            {
                name = line[..colon];
                fields[name] = "";
            }

            fields[name] += line[(colon + 1)..].Trim();
        }

        return fields;
    }
}
