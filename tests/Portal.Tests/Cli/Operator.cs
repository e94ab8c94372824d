using System.Text;
using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

/// <summary>What an operator sees of a command.</summary>
internal sealed record Seen(int Status, string Output, string Error)
{
    /// <summary>A failure told in plain words: the status, one of these texts each, and nothing of the machinery.</summary>
    public void Failed(int status, params string[] texts)
    {
        Assert.True(Status == status, $"status {Status}: {Output}{Error}");
        Assert.All(texts, text => Assert.Contains(text, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Output + Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", Output + Error, StringComparison.Ordinal);
    }

    public Seen Worked()
    {
        Assert.True(Status == 0, $"status {Status}: {Output}{Error}");
        return this;
    }
}

/// <summary>An operator in a folder of their own, with the built product.</summary>
internal sealed class Operator : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    public string Data => _folder.File("data");

    public string File(string name) => _folder.File(name);

    /// <summary>Runs the product; after a minute it is stopped, which no expected status is.</summary>
    public async Task<Seen> RunAsync(string[] arguments, params string[] environment)
    {
        var (status, output, error) = await Tool.TryRunAsync(
            "env", [.. environment, "timeout", "60", "dotnet", RunningPortal.Assembly, .. arguments], folder: Folder);
        return new Seen(status, Encoding.UTF8.GetString(output), error);
    }

    public Task<Seen> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    public void Dispose() => _folder.Dispose();
}
