using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Tests.Accounts.Invitations;
using Portal.Core.Tests.Storage;
using Xunit;
using Channel = Portal.Core.InitialPasswordChannel;

namespace Portal.Core.Tests.Messages;

public sealed class ChooseChannelTests
{
    private const string Mobile = "X-Portal-Mobile: +41 79 123 45 67\r\n";
    private const string Wants = "X-Portal-Initial-Password: ";

    [Theory]
    [InlineData(Channel.Sender, "", "Hello", Channel.Sender)]
    [InlineData(Channel.Sender, Mobile, "Hello", Channel.Sender)] // a number alone is no wish
    [InlineData(Channel.Sender, Mobile + Wants + "sms\r\n", "Hello", Channel.SmsAtSending)]
    [InlineData(Channel.Sender, "", "[sms:0041791234567] Hello", Channel.SmsAtSending)]
    [InlineData(Channel.SmsAtOpening, Mobile, "Hello", Channel.SmsAtOpening)]
    [InlineData(Channel.SmsAtOpening, Mobile + Wants + "SMS\r\n", "Hello", Channel.SmsAtOpening)]
    [InlineData(Channel.SmsAtSending, Mobile + Wants + "sender\r\n", "Hello", Channel.Sender)]
    [InlineData(Channel.SmsAtSending, Wants + "sender\r\n", "[sms:+41791234567]", Channel.Sender)] // the field before the mark
    [InlineData(Channel.None, "", "Hello", Channel.None)]
    [InlineData(Channel.None, Wants + "sender\r\n", "Hello", Channel.Sender)]
    [InlineData(Channel.None, "", "[emptypw] [sms:+41791234567]", Channel.SmsAtSending)]
    [InlineData(Channel.Sender, Wants + "whatever\r\n", "Hello", Channel.Sender)]
    public async Task As_much_or_more_may_be_asked_for(Channel tenant, string fields, string subject, Channel expected) =>
        Assert.Equal((expected, (SmsRefusal?)null), await ChooseAsync(tenant, "NotWeaker", fields, subject));

    [Theory]
    [InlineData(Channel.Sender, Wants + "none\r\n", "Hello")]
    [InlineData(Channel.Sender, "", "Hello [emptypw]")]
    [InlineData(Channel.SmsAtSending, Mobile + Wants + "none\r\n", "Hello")]
    [InlineData(Channel.SmsAtOpening, Mobile, "[EmptyPW]")]
    public async Task Less_only_where_the_tenant_consents(Channel tenant, string fields, string subject)
    {
        Assert.Equal((tenant, (SmsRefusal?)null), await ChooseAsync(tenant, "NotWeaker", fields, subject));
        Assert.Equal((Channel.None, (SmsRefusal?)null), await ChooseAsync(tenant, "Any", fields, subject));
    }

    [Theory]
    [InlineData("", SmsRefusal.NoNumber)]
    [InlineData("X-Portal-Mobile:\r\n", SmsRefusal.NoNumber)]
    [InlineData("X-Portal-Mobile: 079 123 45 67\r\n", SmsRefusal.BadNumber)]
    [InlineData("X-Portal-Mobile: +41\r\n", SmsRefusal.BadNumber)]
    [InlineData("X-Portal-Mobile: +4915112345678\r\n", SmsRefusal.NotAllowedCountry)]
    public async Task Without_a_number_that_can_be_used_it_goes_to_the_sender_who_learns_why(string fields, SmsRefusal why)
    {
        Assert.Equal((Channel.Sender, why), await ChooseAsync(Channel.SmsAtSending, "NotWeaker", fields, "Hello"));
        Assert.Equal((Channel.Sender, why), await ChooseAsync(Channel.SmsAtOpening, "NotWeaker", fields, "Hello"));
    }

    [Fact]
    public async Task A_number_is_one_persons() =>
        Assert.Equal((Channel.Sender, SmsRefusal.SeveralRecipients), await ChooseAsync(Channel.SmsAtSending, "NotWeaker", Mobile, "Hello", Post.Anna, Post.Bert));

    [Fact]
    public async Task Without_a_provider_it_goes_to_the_sender()
    {
        await using var installation = await Installation.StartAsync(settings: ("Tenants:default:InitialPasswordChannel", "SmsAtSending"));
        Assert.Equal((Channel.Sender, SmsRefusal.NoProvider), await ChooseAsync(installation, Mobile, "Hello", Post.Anna));
    }

    private static async Task<(Channel, SmsRefusal?)> ChooseAsync(Channel tenant, string wishes, string fields, string subject, params string[] to)
    {
        await using var installation = await Installation.StartAsync(
            settings: Sent.Settings(tenant, ("Tenants:default:InitialPasswordOverride", wishes)));
        return await ChooseAsync(installation, fields, subject, to is [] ? [Post.Anna] : to);
    }

    private static async Task<(Channel, SmsRefusal?)> ChooseAsync(Installation installation, string fields, string subject, params string[] to)
    {
        var post = new Post(installation);
        using var message = await post.SealAsync(Sent.Mail(fields, subject));
        var choice = installation.Get<ChooseChannel>().For(await post.IncomingAsync(message, to));
        Assert.Equal(choice.Channel is Channel.SmsAtSending or Channel.SmsAtOpening, choice.Number?.E164 == Sent.Mobile);
        return (choice.Channel, choice.Refusal);
    }
}
