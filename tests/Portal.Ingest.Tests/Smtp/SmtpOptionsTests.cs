using Microsoft.Extensions.Configuration;
using Portal.Ingest.Smtp;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class SmtpOptionsTests
{
    private readonly SmtpOptionsValidation _validation = new();

    [Fact]
    public void The_defaults_are_valid() => Assert.True(_validation.Validate(null, new SmtpOptions()).Succeeded);

    [Theory]
    [InlineData("SmtpListen", "2525")]
    [InlineData("SmtpListen", "127.0.0.1")]
    [InlineData("SmtpListen", "127.0.0.1:")]
    [InlineData("SmtpListen", "127.0.0.1:70000")]
    [InlineData("SmtpListen", "127.1:2525")]
    [InlineData("SmtpListen", "mail.example:2525")]
    [InlineData("LmtpListen", "::1:2424")]
    [InlineData("LmtpListen", "[127.0.0.1]:2424")]
    [InlineData("HttpListen", "127.0.0.1:8425")]
    [InlineData("HttpListen", "http://192.0.2.7:8425")]
    [InlineData("HttpListen", "http://*:8425")]
    [InlineData("HttpListen", "https://mail.example:8425")]
    [InlineData("HttpListen", "https://127.0.0.1")]
    [InlineData("MaxConnectionsPerAddress", "0")]
    [InlineData("MaxMessageBytes", "0")]
    [InlineData("MaxConnections", "0")]
    [InlineData("MaxRecipients", "-1")]
    [InlineData("CommandTimeout", "00:00:00")]
    [InlineData("AllowedNetworks:0", "192.0.2.0/33")]
    [InlineData("AllowedNetworks:0", "192.0.2")]
    [InlineData("AllowedNetworks:0", "everyone")]
    [InlineData("HostName", "two words")]
    [InlineData("RequireTls", "true")]
    public void A_bad_value_is_named_with_its_key(string key, string value)
    {
        var result = _validation.Validate(null, Bind(key, value));
        Assert.True(result.Failed);
        var failure = Assert.Single(result.Failures);
        Assert.StartsWith($"Ingest:{key.Split(':')[0]} is '{value}': ", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:25")]
    [InlineData("[::1]:25")]
    [InlineData("localhost:2525")]
    [InlineData("*:25")]
    public void An_address_may_be_written_so(string value) =>
        Assert.True(_validation.Validate(null, Bind("SmtpListen", value)).Succeeded);

    [Theory]
    [InlineData("")]
    [InlineData("https://127.0.0.1:8425")]
    [InlineData("https://[::1]:8425/")]
    [InlineData("https://*:8425")]
    [InlineData("http://127.0.0.1:8425")]
    [InlineData("http://localhost:8425")]
    public void The_http_door_may_be_written_so(string value) =>
        Assert.True(_validation.Validate(null, Bind("HttpListen", value)).Succeeded);

    [Fact]
    public void Networks_that_are_set_replace_this_machine() =>
        Assert.Equal(["192.0.2.0/24"], Bind("AllowedNetworks:0", "192.0.2.0/24").AllowedNetworks);

    private static SmtpOptions Bind(string key, string value)
    {
        var options = new SmtpOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection([new($"Ingest:{key}", value)])
            .Build()
            .GetSection(SmtpOptions.Section)
            .Bind(options);
        return options;
    }
}
