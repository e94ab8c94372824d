using Xunit;

namespace TestKit;

/// <summary>The outside test material beside the checkout, read in place.</summary>
public static class Corpora
{
    /// <summary>The folder that holds Portal.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path below <c>../shared/corpora</c>.</summary>
    public static string PathOf(params string[] parts) =>
        Path.GetFullPath(Path.Combine([Root, "..", "shared", "corpora", .. parts]));

    internal static string? SkipUnless(string folder) =>
        Directory.Exists(PathOf(folder)) ? null : $"the test material '{folder}' is not beside this checkout";

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Portal.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run below the folder of Portal.sln.");
    }
}

/// <summary>A fact that needs one folder of the outside material and is visibly skipped without it.</summary>
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute(string folder) => Skip = Corpora.SkipUnless(folder);
}

/// <summary>A theory that needs one folder of the outside material and is visibly skipped without it.</summary>
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    public CorpusTheoryAttribute(string folder) => Skip = Corpora.SkipUnless(folder);
}
