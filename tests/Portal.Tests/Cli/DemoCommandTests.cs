using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

public sealed class DemoCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public async Task It_prints_links_and_passwords_that_work_and_runs_twice()
    {
        await using var portal = await RunningPortal.StartAsync(_operator.Data);
        string[] demo = ["demo", $"--Portal:DataDirectory={_operator.Data}", $"--Ingest:SmtpListen=127.0.0.1:{portal.SmtpPort}"];
        var seen = (await _operator.RunAsync(demo)).Worked();
        Assert.Contains("3 mails are in the portal", seen.Output, StringComparison.Ordinal);

        var lines = seen.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var recipient in new[] { "bob@example.org", "carol@example.org" })
        {
            var at = lines.IndexOf(recipient);
            Assert.StartsWith("Link", lines[at + 1], StringComparison.Ordinal);
            using var person = new Person(portal);
            await person.RegisterAsync(new Uri(lines[at + 1].Split(' ')[^1]), lines[at + 2].Split(' ')[^1]);
            Assert.NotEmpty(await person.InboxAsync());
        }

        var again = (await _operator.RunAsync(demo)).Worked();
        Assert.Contains($"{portal.Web.GetLeftPart(UriPartial.Authority)}/n/", again.Output, StringComparison.Ordinal);
        Assert.Contains("registered already", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_running_portal_it_says_what_to_do()
    {
        var port = FreePort.Next();
        (await _operator.RunAsync("demo", $"--Ingest:SmtpListen=127.0.0.1:{port}"))
            .Failed(1, $"No portal answers at 127.0.0.1:{port}", "dotnet run --project Portal");
        (await _operator.RunAsync("demo", "--Ingest:SmtpListen=")).Failed(1, "Ingest:SmtpListen");
    }

    public void Dispose() => _operator.Dispose();
}
