using Portal.Core.Outbox.Sms;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+41791234567", "+41791234567", "CH")]
    [InlineData("+41 79 123 45 67", "+41791234567", "CH")]
    [InlineData("0041 79/123-45-67", "+41791234567", "CH")]
    [InlineData(" +41 (0)79 123 45 67 ", "+41791234567", "CH")]
    [InlineData("0041 (0) 79 123 45 67", "+41791234567", "CH")]
    [InlineData("+49 (170) 123.45.67", "+491701234567", "DE")]
    [InlineData("+41\u00A079\u202F123\u201145\u201367", "+41791234567", "CH")]
    [InlineData("+423 661 23 45", "+4236612345", "LI")]
    [InlineData("+1 212 555 0123", "+12125550123", "US")]
    [InlineData("+1 (876) 555-0123", "+18765550123", "JM")]
    [InlineData("+7 701 123 45 67", "+77011234567", "KZ")]
    [InlineData("+7 901 123 45 67", "+79011234567", "RU")]
    [InlineData("+39 06 1234 5678", "+390612345678", "IT")]
    [InlineData("+225 07 01 23 45 67", "+2250701234567", "CI")]
    [InlineData("+123456789012345", "+123456789012345", "US")]
    public void It_is_read_as_people_write_it(string text, string number, string country)
    {
        Assert.True(PhoneNumber.TryParse(text, out var parsed, out var fault), fault.ToString());
        Assert.Equal((number, country, PhoneNumberFault.None), (parsed.E164, parsed.Country, fault));
    }

    [Theory]
    [InlineData(null, PhoneNumberFault.Empty)]
    [InlineData("   ", PhoneNumberFault.Empty)]
    [InlineData("079 123 45 67", PhoneNumberFault.NotInternational)]
    [InlineData("41791234567", PhoneNumberFault.NotInternational)]
    [InlineData("+41 79 123 45 67 ext. 8", PhoneNumberFault.Extension)]
    [InlineData("+41791234567;ext=8", PhoneNumberFault.Extension)]
    [InlineData("+41791234567,,8", PhoneNumberFault.Extension)]
    [InlineData("+41791234567x8", PhoneNumberFault.Extension)]
    [InlineData("+41 079 123 45 67", PhoneNumberFault.TrunkZero)]
    [InlineData("+0791234567", PhoneNumberFault.UnknownCountry)]
    [InlineData("+210 1234567", PhoneNumberFault.UnknownCountry)]
    [InlineData("+881 6 1234 5678", PhoneNumberFault.UnknownCountry)]
    [InlineData("+979 123 456 789", PhoneNumberFault.UnknownCountry)]
    [InlineData("+800 1234 5678", PhoneNumberFault.UnknownCountry)]
    [InlineData("+", PhoneNumberFault.TooShort)]
    [InlineData("+41 79 123", PhoneNumberFault.TooShort)]
    [InlineData("+1234567890123456", PhoneNumberFault.TooLong)]
    [InlineData("+41 79 123 45 67\r\nBcc: x", PhoneNumberFault.Characters)]
    [InlineData("+41 79 CALL ME", PhoneNumberFault.Characters)]
    [InlineData("+41 79 +123 45 67", PhoneNumberFault.Characters)]
    [InlineData("+41 (79 123 45 67", PhoneNumberFault.Characters)]
    [InlineData("+٤١٧٩١٢٣٤٥٦٧", PhoneNumberFault.Characters)]
    public void What_is_none_is_refused_with_the_reason(string? text, PhoneNumberFault fault)
    {
        Assert.False(PhoneNumber.TryParse(text, out var parsed, out var found));
        Assert.Null(parsed);
        Assert.Equal(fault, found);
    }

    [Fact]
    public void A_very_long_text_is_not_looked_at() => Assert.Equal(PhoneNumberFault.TooLong, Fault(new string('(', 100_000)));

    [Theory]
    [InlineData("+41791234567", "+41 ••• •• 67")]
    [InlineData("+18765550123", "+1876 ••• •• 23")]
    public void On_pages_only_the_country_and_two_digits_are_seen(string text, string masked)
    {
        Assert.True(PhoneNumber.TryParse(text, out var number, out _));
        Assert.Equal(masked, number.Masked);
    }

    [Fact]
    public void Its_text_does_not_give_it_away()
    {
        Assert.True(PhoneNumber.TryParse("+41791234567", out var number, out _));
        Assert.Equal("PhoneNumber", $"{number}");
        Assert.DoesNotContain("791234567", new SmsPayload { Number = number.E164, Text = "x", Purpose = default, ValidUntil = default }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ways_to_write_one_number_are_equal()
    {
        Assert.Equal(SmsSamples.Number("+41 79 123 45 67"), SmsSamples.Number("0041791234567"));
    }

    private static PhoneNumberFault Fault(string text) => PhoneNumber.TryParse(text, out _, out var fault) ? PhoneNumberFault.None : fault;
}
