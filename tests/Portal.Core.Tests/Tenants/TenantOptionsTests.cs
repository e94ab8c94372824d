using Microsoft.Extensions.Options;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Tenants;

public sealed class TenantOptionsTests
{
    [Fact]
    public void Without_any_setting_the_tenant_is_complete()
    {
        var tenant = Configured.Tenants()[TenantCatalog.Default];

        Assert.Equal(("en", "default", 10), (tenant.Language, tenant.Theme, tenant.InitialPasswordTries));
        Assert.Equal(new PasswordRules(15, UpperCaseAndDigit: false, History: 0), PasswordRules.Of(tenant, hasSecondFactor: false));
        Assert.Equal(new PasswordRules(8, UpperCaseAndDigit: false, History: 0), PasswordRules.Of(tenant, hasSecondFactor: true));
        Assert.Equal(TimeSpan.FromDays(30), tenant.InitialPasswordLifetime);
        Assert.Empty(tenant.SenderDomains);
    }

    [Theory]
    [InlineData("DisplayName", "Example Bank")]
    [InlineData("Language", "en")]
    [InlineData("Language", "de")]
    [InlineData("MailFrom", "portal@example.com")]
    [InlineData("BounceAddress", "bounces@portal.example")]
    [InlineData("BounceAddress", "")]
    [InlineData("Theme", "bank-2026")]
    [InlineData("InitialPasswordLifetime", "01:00:00")]
    [InlineData("InitialPasswordLifetime", "365.00:00:00")]
    [InlineData("InitialPasswordTries", "3")]
    [InlineData("InitialPasswordTries", "100")]
    [InlineData("PasswordMinimumLength", "8")]
    [InlineData("PasswordMinimumLength", "64")]
    [InlineData("PasswordProfile", "Length")]
    [InlineData("PasswordProfile", "Classic")]
    [InlineData("PasswordMinimumLengthWithSecondFactor", "12")]
    [InlineData("PasswordHistory", "0")]
    [InlineData("PasswordHistory", "24")]
    [InlineData("TimeZone", "Europe/Zurich")]
    [InlineData("TimeZone", "UTC")]
    [InlineData("DigestHour", "23")]
    [InlineData("SelfDeletion", "False")]
    [InlineData("Reply", "False")]
    [InlineData("ReplyAll", "False")]
    [InlineData("ReplyRecipients", "Allowed")]
    [InlineData("MaxReplyBytes", "0")]
    [InlineData("MaxReplyFiles", "100")]
    [InlineData("MaxRepliesPerDay", "1")]
    [InlineData("MaxRepliesPerDay", "10000")]
    [InlineData("SessionIdle", "00:05:00")]
    [InlineData("SessionIdle", "1.00:00:00")]
    [InlineData("SessionLifetime", "00:15:00")]
    [InlineData("SessionLifetime", "7.00:00:00")]
    public void What_may_be_set_is_taken(string key, string value)
    {
        var tenant = Configured.Tenants((key, value))[TenantCatalog.Default];

        var taken = typeof(TenantOptions).GetProperty(key)!.GetValue(tenant);
        Assert.Equal(value, taken is TimeSpan time ? time.ToString("c") : Convert.ToString(taken, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("DisplayName", "")]
    [InlineData("Language", "")]
    [InlineData("Language", "fr")]
    [InlineData("Language", "DE")]
    [InlineData("Language", "de-CH")]
    [InlineData("Language", "en\n")]
    [InlineData("BounceAddress", "bounces")]
    [InlineData("BounceAddress", "bounces+more@portal.example")]
    [InlineData("BounceAddress", "sixteen.letters.@portal.example")]
    [InlineData("BounceAddress", "sixteen.lettersx@portal.example")]
    [InlineData("BounceAddress", "portal@localhost")]
    [InlineData("MailFrom", "")]
    [InlineData("MailFrom", "portal")]
    [InlineData("MailFrom", "a@b@c")]
    [InlineData("MailFrom", "portal@example.com\r\nBcc: x@y.z")]
    [InlineData("MailFrom", "portal@exa mple")]
    [InlineData("MailFrom", "portal@example.com, other@example.com")]
    [InlineData("SenderDomains:0", "alice@example.com")]
    [InlineData("SenderDomains:0", "exa mple.com")]
    [InlineData("SenderDomains:0", "*.example.com")]
    [InlineData("TimeZone", "Zurich")]
    [InlineData("TimeZone", "../../etc/passwd")]
    [InlineData("TimeZone", "+02:00")]
    [InlineData("DigestHour", "24")]
    [InlineData("ImprintUrl", "javascript:alert(1)")]
    [InlineData("PrivacyUrl", "/privacy")]
    [InlineData("AccessibilityUrl", "data:text/html,x")]
    [InlineData("Theme", "")]
    [InlineData("Theme", "../secrets")]
    [InlineData("Theme", "Default")]
    [InlineData("Theme", "a/b")]
    [InlineData("InitialPasswordLifetime", "00:59:59")]
    [InlineData("InitialPasswordLifetime", "365.00:00:01")]
    [InlineData("InitialPasswordLifetime", "-1.00:00:00")]
    [InlineData("InitialPasswordTries", "2")]
    [InlineData("InitialPasswordTries", "101")]
    [InlineData("PasswordMinimumLength", "7")]
    [InlineData("PasswordMinimumLength", "65")]
    [InlineData("PasswordProfile", "7")]
    [InlineData("PasswordMinimumLengthWithSecondFactor", "7")]
    [InlineData("PasswordMinimumLengthWithSecondFactor", "65")]
    [InlineData("PasswordHistory", "-1")]
    [InlineData("PasswordHistory", "25")]
    [InlineData("ReplyRecipients", "7")]
    [InlineData("RecipientDomains:0", "alice@example.com")]
    [InlineData("RecipientDomains:0", "*.example.com")]
    [InlineData("Forward", "True")]
    [InlineData("NewMessage", "True")]
    [InlineData("MaxReplyBytes", "-1")]
    [InlineData("MaxReplyFiles", "101")]
    [InlineData("MaxRepliesPerDay", "0")]
    [InlineData("MaxRepliesPerDay", "10001")]
    [InlineData("SessionIdle", "00:04:59")]
    [InlineData("SessionIdle", "1.00:00:01")]
    [InlineData("SessionLifetime", "00:14:59")]
    [InlineData("SessionLifetime", "7.00:00:01")]
    public void What_may_not_be_set_is_refused_by_name(string key, string value)
    {
        var tenants = Configured.Tenants((key, value));

        var error = Assert.Throws<OptionsValidationException>(() => tenants[TenantCatalog.Default]);
        Assert.Contains(key, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sms", "Off", true)]
    [InlineData("Sms", "Offered", false)]
    [InlineData("Sms", "Required", false)]
    [InlineData("Mail", "Off", false)]
    [InlineData("HelpDesk", "Off", false)]
    public void A_new_password_by_SMS_needs_a_number_that_somebody_can_set(string reset, string factor, bool refused)
    {
        var tenants = Configured.Tenants(("PasswordReset", reset), ("SecondFactor", factor));

        var error = Record.Exception(() => tenants[TenantCatalog.Default]);

        Assert.Equal(refused, error is OptionsValidationException { Failures: var failures } && Assert.Single(failures).Contains(
            "PasswordReset is 'Sms'; with SecondFactor 'Off' nobody can set the number", StringComparison.Ordinal));
        Assert.Equal(refused, error is not null);
    }

    [Theory]
    [InlineData("Billing", "billing", "DefaultRecipients:0:Address")]
    [InlineData("Billing", "billing@example.com\r\nBcc: x@y.z", "DefaultRecipients:0:Address")]
    [InlineData("", "billing@example.com", "DefaultRecipients:0:Name")]
    [InlineData("Bill\r\nBcc: x@y.z", "billing@example.com", "DefaultRecipients:0:Name")]
    public void Offered_recipients_are_a_name_and_an_address(string name, string address, string key)
    {
        var tenants = Configured.Tenants(("DefaultRecipients:0:Name", name), ("DefaultRecipients:0:Address", address));

        Assert.Contains(key, Assert.Single(Assert.Throws<OptionsValidationException>(() => tenants[TenantCatalog.Default]).Failures), StringComparison.Ordinal);
        Assert.True(Configured.Tenants(("NewMessage", "True"), ("DefaultRecipients:0:Name", "Billing"), ("DefaultRecipients:0:Address", "billing@example.com"))[
            TenantCatalog.Default].NewMessage);
    }

    [Theory]
    [InlineData("InitialPasswordTries", "many")]
    [InlineData("PasswordProfile", "Strict")]
    [InlineData("SessionIdle", "half an hour")]
    public void What_is_no_value_at_all_is_told_with_key_and_value(string key, string value)
    {
        var tenants = Configured.Tenants((key, value));

        var error = Assert.Throws<InvalidOperationException>(() => tenants[TenantCatalog.Default]);
        Assert.Contains($"Tenants:default:{key}", error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_a_second_factor_no_more_characters_are_wanted_than_alone()
    {
        var tenants = Configured.Tenants(("PasswordMinimumLength", "10"), ("PasswordMinimumLengthWithSecondFactor", "11"));

        var error = Assert.Throws<OptionsValidationException>(() => tenants[TenantCatalog.Default]);
        Assert.Contains("PasswordMinimumLengthWithSecondFactor is '11'", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_a_hundred_characters_is_the_longest()
    {
        Assert.Equal(100, Configured.Tenants(("DisplayName", new string('n', 100)))[TenantCatalog.Default].DisplayName.Length);
        Assert.Throws<OptionsValidationException>(
            () => Configured.Tenants(("DisplayName", new string('n', 101)))[TenantCatalog.Default]);
    }

    [Fact]
    public void Sender_domains_are_a_list() => Assert.Equal(
        ["example.com", "example.org"],
        Configured.Tenants(("SenderDomains:0", "example.com"), ("SenderDomains:1", "example.org"))[TenantCatalog.Default].SenderDomains);

    [Fact]
    public void Sender_domains_are_kept_as_addresses_write_them() => Assert.Equal(
        ["xn--bcher-kva.example", "example.com"],
        Configured.Tenants(("SenderDomains:0", "Bücher.example"), ("SenderDomains:1", "EXAMPLE.com"))[TenantCatalog.Default].SenderDomains);

    [Theory]
    [InlineData("")]
    [InlineData("Default")]
    [InlineData("other")]
    public void There_is_one_tenant_so_far(string name)
    {
        var tenants = Configured.Tenants();

        Assert.True(tenants.Exists("default"));
        Assert.False(tenants.Exists(name));
        Assert.Throws<ArgumentException>(() => tenants[name]);
    }
}
