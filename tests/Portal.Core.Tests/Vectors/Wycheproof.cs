using System.Text.Json;
using TestKit;

namespace Portal.Core.Tests.Vectors;

/// <summary>The test vectors of Project Wycheproof, read in place.</summary>
internal static class Wycheproof
{
    public static IEnumerable<(JsonElement Group, JsonElement Test)> Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpora.PathOf("crypto-wycheproof", file)));
        var root = document.RootElement.Clone();
        return root.GetProperty("testGroups").EnumerateArray()
            .SelectMany(group => group.GetProperty("tests").EnumerateArray().Select(test => (group, test)));
    }

    public static byte[] Bytes(this JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);

    public static string Result(this JsonElement test) => test.GetProperty("result").GetString()!;

    public static string Name(this JsonElement test) => $"tcId {test.GetProperty("tcId").GetInt32()}";
}
