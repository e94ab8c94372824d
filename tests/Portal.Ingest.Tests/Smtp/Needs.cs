using Xunit;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>A theory that needs a program of the machine and is visibly skipped without it.</summary>
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Skip = folders.Any(folder => File.Exists(Path.Combine(folder, program))) ? null : $"{program} is not installed";
    }
}

/// <summary>A fact that needs a file of the machine and is visibly skipped without it.</summary>
public sealed class FileFactAttribute : FactAttribute
{
    public FileFactAttribute(string file) => Skip = File.Exists(file) ? null : $"{file} is missing";
}
