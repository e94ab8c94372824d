using Xunit;

namespace TestKit;

/// <summary>A fact that needs Python as a second reader of mails and is visibly skipped without it.</summary>
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Found() ? null : "python3 is not installed";

    private static bool Found() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3")));
}
