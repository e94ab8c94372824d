using Xunit;

namespace Portal.Tests.Cli;

/// <summary>Help, and what is answered to a command that is none.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Operator _operator = new();

    [Theory]
    [InlineData("", "serve")]
    [InlineData("serve", "Open the web door")]
    [InlineData("demo", "SMTP door")]
    [InlineData("tunnel", "distrust")]
    [InlineData("tunnel certificate", "PEM")]
    [InlineData("tunnel trust", "--outer-headers")]
    [InlineData("tunnel list", "List")]
    [InlineData("tunnel distrust", "NAME")]
    [InlineData("sms list", "--days")]
    [InlineData("sms status", "ID")]
    public async Task Each_command_tells_what_it_does(string command, string text)
    {
        var seen = (await _operator.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Worked();
        Assert.Contains("Usage:", seen.Output, StringComparison.Ordinal);
        Assert.Contains(text, seen.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_operator.Data));
    }

    [Theory]
    [InlineData("tunnel", "")]
    [InlineData("tunnel trust", "FILE")]
    [InlineData("tunnel trust gateway.crt", "--name")]
    [InlineData("tunnel distrust", "NAME")]
    [InlineData("tunel list", "tunel")]
    [InlineData("sms status", "ID")]
    [InlineData("sms status 7", "7")]
    [InlineData("serve now", "now")]
    [InlineData("tunnel list --nam=x", "--nam=x")]
    [InlineData("demo -x", "-x")]
    public async Task Wrong_usage_ends_with_2_and_starts_nothing(string command, string text)
    {
        (await _operator.RunAsync(command.Split(' '))).Failed(2, text);
        Assert.False(Directory.Exists(_operator.Data));
    }

    public void Dispose() => _operator.Dispose();
}
