using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

public sealed class MessageCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Theory]
    [InlineData("hold")]
    [InlineData("release")]
    [InlineData("show")]
    public async Task A_message_that_is_not_there_is_told_and_what_is_no_id_is_wrong_usage(string command)
    {
        (await _operator.RunAsync("message", command, Guid.NewGuid().ToString("N"))).Failed(1, "There is no such message");
        (await _operator.RunAsync("message", command, "7")).Failed(2, "'7' is no message's id");
        Assert.Contains("ID", (await _operator.RunAsync("message", command, "--help")).Worked().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_held_shown_and_released_and_meanwhile_its_account_stays()
    {
        await using var portal = await RunningPortal.StartAsync(_operator.Data);
        var demo = (await _operator.RunAsync("demo", $"--Portal:DataDirectory={_operator.Data}", $"--Ingest:SmtpListen=127.0.0.1:{portal.SmtpPort}")).Worked();
        var lines = demo.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        var at = lines.IndexOf("bob@example.org");
        using var person = new Person(portal);
        await person.RegisterAsync(new Uri(lines[at + 1].Split(' ')[^1]), lines[at + 2].Split(' ')[^1]);
        var id = (await person.InboxAsync())[0];

        Assert.Contains("It is held.", (await RunAsync("message", "hold", $"{id:N}", "--reason", "file 7/2026")).Worked().Output, StringComparison.Ordinal);
        (await RunAsync("message", "hold", $"{id:D}")).Failed(1, "held already");
        var shown = (await RunAsync("message", "show", $"{id:N}")).Worked().Output;
        Assert.All(["In the mailbox of bob@example.org", $"Held\t{Environment.UserName}\tfile 7/2026"], text => Assert.Contains(text, shown, StringComparison.Ordinal));
        Assert.Contains("must be kept for legal reasons", await person.ReadAsync($"/messages/{id:N}"), StringComparison.Ordinal);
        (await RunAsync("account", "delete", "bob@example.org", "--yes")).Failed(1, "'message release'");

        (await RunAsync("message", "lock", $"{id:N}")).Worked();
        (await RunAsync("message", "lock", $"{id:N}")).Failed(1, "already");
        using (var answer = await person.GetAsync($"/messages/{id:N}"))
        {
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
        }

        (await RunAsync("message", "unlock", $"{id:N}")).Worked();
        (await RunAsync("message", "unlock", $"{id:N}")).Failed(1, "not locked");
        (await RunAsync("message", "release", $"{id:N}")).Worked();
        (await RunAsync("message", "release", $"{id:N}")).Failed(1, "It is not held");
        (await RunAsync("message", "end-old")).Failed(1, "--yes");
        Assert.Contains("0 messages have an end now.", (await RunAsync("message", "end-old", "--yes")).Worked().Output, StringComparison.Ordinal);
        Assert.Contains("not held", (await RunAsync("message", "show", $"{id:N}")).Worked().Output, StringComparison.Ordinal);
        (await RunAsync("account", "delete", "bob@example.org", "--yes")).Worked();
    }

    public void Dispose() => _operator.Dispose();

    private Task<Seen> RunAsync(params string[] arguments) => _operator.RunAsync([.. arguments, $"--Portal:DataDirectory={_operator.Data}"]);
}
