using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

public sealed class SmsOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string?> _settings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_any_setting_there_is_no_provider_and_no_fault() => Assert.Equal(SmsProvider.None, Read().Provider);

    [Theory]
    [InlineData("Sms:Twilio:AccountSid", "AC12", "32 hexadecimal digits")]
    [InlineData("Sms:Twilio:AuthTokenFile", "/nowhere/token", "cannot be read")]
    [InlineData("Sms:Twilio:BaseUrl", "http://api.twilio.com", "never leave in clear")]
    [InlineData("Sms:Twilio:BaseUrl", "api.twilio.com", "https address")]
    [InlineData("Sms:Twilio:From", "My Company Name", "short code")]
    [InlineData("Sms:Twilio:From", "", "set one of them")]
    [InlineData("Sms:Countries:0", "QQ", "two letters")]
    [InlineData("Sms:MaxPerDay", "0", "from 1 to")]
    [InlineData("Sms:MaxPerNumberPerHour", "-1", "from 1 to")]
    [InlineData("Sms:KeepDays", "0", "number of days")]
    [InlineData("Sms:Timeout", "01:00:00", "00:02:00")]
    public void A_fault_at_Twilio_names_key_value_and_remedy(string key, string value, string remedy)
    {
        Twilio();
        _settings[key] = value;
        Demand(key, value, remedy);
    }

    [Theory]
    [InlineData("Sms:Http:Url", "http://sms.example.com/send", "never leave in clear")]
    [InlineData("Sms:Http:Url", "https://sms.example.com/{number}", "behind the ?")]
    [InlineData("Sms:Http:Url", "https://{text}.example.com/", "behind the ?")]
    [InlineData("Sms:Http:Method", "DELETE", "GET, POST or PUT")]
    [InlineData("Sms:Http:ContentType", "text/plain", "application/json")]
    [InlineData("Sms:Http:HeaderFile", "/nowhere/headers", "cannot be read")]
    public void A_fault_at_a_gateway_names_key_value_and_remedy(string key, string value, string remedy)
    {
        Http();
        _settings[key] = value;
        Demand(key, value, remedy);
    }

    [Theory]
    [InlineData("""{"to":{digits},"text":"{text}"}""", "within strings")]
    [InlineData("""{"to":"{number}","text":{text}}""", "within strings")]
    [InlineData("""{"to":"{number}","text":"{message}"}""", "{message}, which stands for nothing")]
    [InlineData("""{"to":"{number}"}""", "lack {text}")]
    [InlineData("""{"text":"{text}"}""", "lack {text}, or {number}")]
    [InlineData("""{"to":"{number}","text":"{text}","key":"{secret}"}""", "Sms:Http:SecretFile")]
    public void A_body_that_cannot_work_is_refused(string body, string remedy)
    {
        Http();
        _settings["Sms:Http:Url"] = "https://sms.example.com/send";
        _settings["Sms:Http:Body"] = body;
        Assert.Contains(Faults(), fault => fault.Contains(remedy, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("No colon", "entry 1 is no header field")]
    [InlineData("Authorization: Bearer k3y\nContent-Type: text/plain", "entry 2 is no header field")]
    [InlineData("X y: z", "entry 1 is no header field")]
    public void A_header_file_that_is_no_good_is_named_and_its_content_is_not(string content, string why)
    {
        Http();
        _settings["Sms:Http:HeaderFile"] = FileOf("headers", content);
        var fault = Assert.Single(Faults());
        Assert.Contains(why, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("k3y", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sms:Mail:Domain", "not a domain", "gateway's domain")]
    [InlineData("Sms:Mail:From", "nobody", "mail address")]
    public void A_fault_at_a_mail_gateway_names_key_value_and_remedy(string key, string value, string remedy)
    {
        _settings["Sms:Provider"] = "Mail";
        _settings["Sms:Countries:0"] = "ch";
        _settings["Sms:Mail:Domain"] = "sms.example.com";
        Assert.Equal(SmsProvider.Mail, Read().Provider);
        _settings[key] = value;
        Demand(key, value, remedy);
    }

    [Fact]
    public void With_a_provider_the_countries_must_be_named()
    {
        Twilio();
        _settings.Remove("Sms:Countries:0");
        Assert.StartsWith("Sms:Countries is empty but Sms:Provider is 'Twilio'", Assert.Single(Faults()), StringComparison.Ordinal);
        _settings["Sms:Countries:0"] = "*";
        Assert.True(Read().Allows("FJ"));
    }

    [Fact]
    public void Plain_HTTP_is_for_this_machine_alone()
    {
        Twilio();
        _settings["Sms:Twilio:BaseUrl"] = "http://127.0.0.1:1";
        Assert.Equal("http://127.0.0.1:1", Read().Twilio.BaseUrl);
    }

    [Theory]
    [InlineData("Sms:MaxPerDy", "1")]
    [InlineData("Sms:Twilio:AuthToken", "k3y")]
    [InlineData("Sms:Http:Header", "k3y")]
    [InlineData("Sms:Mail:Host", "x")]
    [InlineData("Sms:Countries", "CH")]
    public void A_key_that_nobody_reads_is_refused(string key, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build();
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(settings).AddPortalCore(settings).BuildServiceProvider();
        var error = Assert.ThrowsAny<StartException>(() => provider.GetServices<IStartCheck>().ToList().ForEach(check => check.Check()));
        Assert.StartsWith(key, Assert.Single(error.Texts), StringComparison.Ordinal);
    }

    private void Twilio()
    {
        _settings["Sms:Provider"] = "Twilio";
        _settings["Sms:Countries:0"] = "CH";
        _settings["Sms:Twilio:AccountSid"] = FakeTwilio.AccountSid;
        _settings["Sms:Twilio:AuthTokenFile"] = FileOf("token", FakeTwilio.AuthToken + "\n");
        _settings["Sms:Twilio:From"] = "+41791112233";
        Assert.Equal(SmsProvider.Twilio, Read().Provider);
    }

    private void Http()
    {
        _settings["Sms:Provider"] = "Http";
        _settings["Sms:Countries:0"] = "CH";
        _settings["Sms:Http:Url"] = "https://sms.example.com/send?to={digits}";
        _settings["Sms:Http:Body"] = """{"to":"{number}","text":"{text}"}""";
        Assert.Equal(SmsProvider.Http, Read().Provider);
    }

    private string FileOf(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }

    private void Demand(string key, string value, string remedy)
    {
        var fault = Assert.Single(Faults());
        Assert.StartsWith($"{key} is '{value}'", fault, StringComparison.Ordinal);
        Assert.Contains(remedy, fault, StringComparison.Ordinal);
    }

    private List<string> Faults() => [.. Assert.Throws<OptionsValidationException>(Read).Failures];

    private SmsOptions Read()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        using var provider = new ServiceCollection().AddSmsQueue(configuration).AddOutbox(configuration).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<SmsOptions>>().Value;
    }
}
