using TestKit;
using Xunit;

namespace Portal.Tests.Cli;

public sealed class AccountCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Theory]
    [InlineData("show")]
    [InlineData("lock")]
    [InlineData("unlock")]
    [InlineData("delete")]
    [InlineData("reset")]
    public async Task An_address_that_never_got_mail_is_named(string command) =>
        (await _operator.RunAsync("account", command, "nobody@example.org")).Failed(1, "No mail ever came for 'nobody@example.org'");

    [Fact]
    public async Task A_person_is_locked_out_let_in_again_and_deleted_while_the_portal_runs()
    {
        await using var portal = await RunningPortal.StartAsync(_operator.Data);
        var demo = (await _operator.RunAsync("demo", $"--Portal:DataDirectory={_operator.Data}", $"--Ingest:SmtpListen=127.0.0.1:{portal.SmtpPort}")).Worked();
        var lines = demo.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        var at = lines.IndexOf("bob@example.org");
        using var person = new Person(portal);
        await person.RegisterAsync(new Uri(lines[at + 1].Split(' ')[^1]), lines[at + 2].Split(' ')[^1]);
        var message = $"/messages/{(await person.InboxAsync())[0]:N}";

        var list = (await RunAsync("list")).Worked().Output;
        Assert.Contains("bob@example.org\tregistered\t", list, StringComparison.Ordinal);
        Assert.Contains("carol@example.org\tinvited\t", list, StringComparison.Ordinal);

        Assert.Contains("was registered and is locked", (await RunAsync("lock", " Bob@EXAMPLE.org", "--reason", "lost his phone")).Worked().Output, StringComparison.Ordinal);
        (await RunAsync("lock", "bob@example.org")).Failed(1, "It is locked by an administrator");
        using (var answer = await person.GetAsync(message))
        {
            Assert.Equal("/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
        }

        (await RunAsync("unlock", "bob@example.org")).Worked();
        var shown = (await RunAsync("show", "bob@example.org")).Worked().Output;
        Assert.Contains("bob@example.org: registered", shown, StringComparison.Ordinal);
        Assert.Contains($"Lock\tlocked by an administrator\tOperator {Environment.UserName}\tlost his phone", shown, StringComparison.Ordinal);

        Assert.Contains("good no more", (await RunAsync("reset", "bob@example.org", "--reason", "told a stranger")).Worked().Output, StringComparison.Ordinal);
        Assert.Contains("OrderReset\tregistered", (await RunAsync("show", "bob@example.org")).Worked().Output, StringComparison.Ordinal);
        (await RunAsync("factors", "reset", "bob@example.org")).Failed(1, "no second factor and no backup code");
        (await RunAsync("factors", "reset", "carol@example.org")).Failed(1, "not registered");
        (await RunAsync("factors", "reset", "nobody@example.org")).Failed(1, "No mail ever came for 'nobody@example.org'");
        Assert.Empty((await RunAsync("resets", "list")).Worked().Output);
        (await RunAsync("resets", "approve", Guid.NewGuid().ToString("N"))).Failed(1, "'account resets list' shows");

        (await RunAsync("delete", "bob@example.org")).Failed(1, "--yes");
        (await RunAsync("delete", "bob@example.org", "--yes")).Worked();
        (await RunAsync("show", "bob@example.org")).Failed(1, "No mail ever came");
        (await RunAsync("delete", "carol@example.org", "--yes")).Worked();
        Assert.DoesNotContain("@", (await RunAsync("list")).Worked().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bob@", portal.Log, StringComparison.Ordinal);
    }

    private Task<Seen> RunAsync(params string[] arguments) => _operator.RunAsync(["account", .. arguments, $"--Portal:DataDirectory={_operator.Data}"], []);

    public void Dispose() => _operator.Dispose();
}
