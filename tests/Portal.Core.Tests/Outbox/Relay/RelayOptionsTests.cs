using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Relay;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

public sealed class RelayOptionsTests
{
    [Fact]
    public void Without_any_setting_there_is_no_relay_and_no_fault()
    {
        var options = Read([]);
        Assert.Equal(("", 25, RelaySecurity.Opportunistic), (options.Host, options.Port, options.Security));
    }

    [Theory]
    [InlineData("Relay:Port", "70000", "set a port")]
    [InlineData("Relay:Host", "mail.example:25", "the port in Relay:Port")]
    [InlineData("Relay:Security", "9", "None, Opportunistic, Required or Implicit")]
    [InlineData("Relay:HelloName", "a b", "full name")]
    [InlineData("Relay:CommandTimeout", "00:00:00", "00:00:01")]
    [InlineData("Relay:PasswordFile", "/nowhere/password", "both or neither")]
    [InlineData("Relay:CertificateAuthorityFile", "/nowhere/ca.pem", "cannot be read")]
    public void A_fault_names_key_value_and_remedy(string key, string value, string remedy)
    {
        var fault = Assert.Single(Faults(new() { [key] = value }));
        Assert.StartsWith($"{key} is '{value}'", fault, StringComparison.Ordinal);
        Assert.Contains(remedy, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("", "it is empty")]
    [InlineData("one\ntwo\n", "more than one line")]
    public void A_password_file_that_is_no_good_is_named_and_its_content_is_not(string? content, string why)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            if (content is not null)
            {
                File.WriteAllText(file, content);
            }

            var fault = Assert.Single(Faults(new() { ["Relay:Host"] = "mail.example", ["Relay:UserName"] = "user", ["Relay:PasswordFile"] = file }));
            Assert.StartsWith($"Relay:PasswordFile is '{file}': ", fault, StringComparison.Ordinal);
            Assert.Contains(why, fault, StringComparison.Ordinal);
            Assert.DoesNotContain("two", fault, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_user_name_needs_a_password_file_and_TLS()
    {
        var faults = Faults(new() { ["Relay:Host"] = "mail.example", ["Relay:UserName"] = "user", ["Relay:Security"] = "None" });
        Assert.Equal(2, faults.Count);
        Assert.Contains(faults, fault => fault.StartsWith("Relay:PasswordFile is empty", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Relay:Security is 'None'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_word_that_is_no_security_is_named_with_its_key()
    {
        var error = Assert.ThrowsAny<Exception>(() => Read(new() { ["Relay:Security"] = "Sometimes" }));
        Assert.Contains("Relay:Security", error.Message, StringComparison.Ordinal);
        Assert.Contains("Sometimes", error.ToString(), StringComparison.Ordinal);
    }

    private static List<string> Faults(Dictionary<string, string?> settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => Read(settings)).Failures];

    private static RelayOptions Read(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var provider = new ServiceCollection().AddOutbox(configuration).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<RelayOptions>>().Value;
    }
}
