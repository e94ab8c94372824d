using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Tests.Tenants;
using Xunit;

namespace Portal.Core.Tests.Messages.Replies;

/// <summary>Who gets what a person sends (threat C12).</summary>
public sealed class ReplyPolicyTests
{
    private static readonly string[] Own = ["bob@example.org", "Robert@example.org"];

    [Theory]
    [InlineData("From: Alice <alice@example.com>\nTo: bob@example.org", "alice@example.com", "")]
    [InlineData("From: Alice <alice@example.com>\nTo: bob@example.org, Carl <carl@other.example>\nCc: Robert@EXAMPLE.org, dora@other.example", "alice@example.com", "carl@other.example,dora@other.example")]
    [InlineData("From: alice@example.com\nReply-To: team@example.com\nTo: bob@example.org", "team@example.com", "alice@example.com")]
    [InlineData("From: alice@example.com\nReply-To: thief@elsewhere.example\nTo: bob@example.org", "alice@example.com", "")]
    [InlineData("From: alice@example.com\nReply-To: team@example.com, thief@elsewhere.example\nTo: bob@example.org", "alice@example.com", "")]
    [InlineData("From: alice@strange.example\nReply-To: carl@other.example\nTo: bob@example.org\nCc: carl@other.example", "carl@other.example", "alice@strange.example")]
    [InlineData("From: alice@strange.example\nReply-To: carl@other.example\nTo: bob@example.org", "alice@strange.example", "")]
    [InlineData("From: Bob <bob@example.org>\nTo: alice@example.com\nCc: carl@other.example", "alice@example.com", "carl@other.example")]
    [InlineData("From: alice@example.com, ALICE@example.com\nTo: bob@example.org", "alice@example.com", "")]
    [InlineData("From: no address\nTo: bob@example.org", "", "")]
    [InlineData("Sender: alice@example.com\nTo: bob@example.org", "alice@example.com", "")]
    public async Task Answers_go_to_participants_alone(string header, string reply, string others)
    {
        var policy = Policy(("SenderDomains:0", "example.com"));
        var message = await OutlineAsync(header);

        var one = policy.Participants("default", ReplyKind.Reply, message, Own);
        Assert.Equal((reply, ""), (Join(one.To), Join(one.Cc)));
        var all = policy.Participants("default", ReplyKind.ReplyAll, message, Own);
        Assert.Equal((reply, others), (Join(all.To), Join(all.Cc)));
        Assert.False(policy.Participants("default", ReplyKind.Forward, message, Own).Any);
    }

    [Fact]
    public async Task A_long_list_of_addresses_to_answer_to_gives_way_to_the_sender()
    {
        var policy = Policy(("SenderDomains:0", "example.com"));
        Assert.Equal(100, (await ReplyToAsync(100)).Count);
        Assert.Equal("alice@example.com", Join((await ReplyToAsync(101)).To));

        async Task<ReplyAddresses> ReplyToAsync(int count) => policy.Participants(
            "default", ReplyKind.Reply,
            await OutlineAsync($"From: alice@example.com\nReply-To: {string.Join(", ", Enumerable.Range(0, count).Select(i => $"a{i}@example.com"))}\nTo: bob@example.org"), Own);
    }

    [Theory]
    [InlineData("", true, true, false, false)]
    [InlineData("Reply=False", false, true, false, false)]
    [InlineData("ReplyAll=False", true, false, false, false)]
    [InlineData("Forward=True", true, true, true, false)]
    [InlineData("NewMessage=True", true, true, false, true)]
    public void The_tenant_decides_what_people_may_do(string setting, bool reply, bool all, bool forward, bool fresh)
    {
        (string, string)[] settings = [("SenderDomains:0", "example.com"), .. setting.Length == 0 ? [] : new[] { (setting.Split('=')[0], setting.Split('=')[1]) }];
        var policy = Policy(settings);
        Assert.Equal((reply, all, forward, fresh), (
            policy.Allows("default", ReplyKind.Reply), policy.Allows("default", ReplyKind.ReplyAll),
            policy.Allows("default", ReplyKind.Forward), policy.Allows("default", ReplyKind.New)));
        Assert.False(policy.MayChoose("default", ReplyKind.Reply));
        Assert.True(policy.MayChoose("default", ReplyKind.Forward));
    }

    [Fact]
    public void In_an_answer_people_name_others_only_where_the_tenant_says_so()
    {
        Assert.True(Policy(("ReplyRecipients", "Allowed"), ("RecipientDomains:0", "example.com")).MayType("default", ReplyKind.Reply));
        Assert.False(Policy(("RecipientDomains:0", "example.com")).MayType("default", ReplyKind.Reply));
        Assert.False(Policy().MayType("default", ReplyKind.Forward));
    }

    [Theory]
    [InlineData("anna@example.com", null)]
    [InlineData(" anna@EXAMPLE.com ; bert@example.com, ", null)]
    [InlineData("anna@müller.example", null)]
    [InlineData("anna@xn--mller-kva.example", null)]
    [InlineData("billing@desk.example", null)]
    [InlineData("other@desk.example", AddressFault.NotAllowed)]
    [InlineData("anna@sub.example.com", AddressFault.NotAllowed)]
    [InlineData("anna@example.com.evil.example", AddressFault.NotAllowed)]
    [InlineData("Anna <anna@example.com>", AddressFault.NotAnAddress)]
    [InlineData("anna", AddressFault.NotAnAddress)]
    [InlineData("@example.com", AddressFault.NotAnAddress)]
    [InlineData("anna@evil.example@example.com", AddressFault.NotAnAddress)]
    [InlineData("\"a@evil.example\"@example.com", AddressFault.NotAnAddress)]
    [InlineData("anna%evil.example@example.com", AddressFault.NotAnAddress)]
    [InlineData("anna%0d%0aBcc:x@example.com", AddressFault.NotAnAddress)]
    [InlineData("anna!evil.example@example.com", AddressFault.NotAnAddress)]
    [InlineData("anna@[127.0.0.1]", AddressFault.NotAnAddress)]
    [InlineData("anna@example.com\r\nBcc: x@example.com", AddressFault.Control)]
    [InlineData("anna@example.com\nBcc: x@example.com", AddressFault.Control)]
    [InlineData("anna@example.com\0", AddressFault.Control)]
    [InlineData("anna@example.com\u2028Bcc: x@example.com", AddressFault.Control)]
    [InlineData("anna@example.com\u0085x", AddressFault.Control)]
    [InlineData("\u202Emoc.elpmaxe@anna", AddressFault.Control)]
    [InlineData("anna\u200F@example.com", AddressFault.Control)]
    [InlineData("\u0430nna@example.com", AddressFault.LookAlike)]
    [InlineData("ａnna@example.com", AddressFault.LookAlike)]
    [InlineData("anna@ex\u0430mple.com", AddressFault.LookAlike)]
    [InlineData("anna@xn--exmple-4nf.com", AddressFault.LookAlike)]
    [InlineData("anna@\u0435\u0445\u0430\u043c\u0440\u04cf\u0435.com", AddressFault.LookAlike)]
    public void A_named_recipient_is_allowed_or_refused(string typed, AddressFault? fault)
    {
        var policy = Policy(
            ("RecipientDomains:0", "example.com"), ("RecipientDomains:1", "müller.example"),
            ("DefaultRecipients:0:Name", "Billing"), ("DefaultRecipients:0:Address", "billing@desk.example"));
        var chosen = policy.Choose("default", typed, []);
        Assert.Equal(fault, chosen.Fault);
        Assert.Equal(fault is null, chosen.Addresses.Count > 0);
        Assert.True(LineText.IsPlain(chosen.Text));
    }

    [Fact]
    public void Of_those_that_are_offered_none_can_be_added()
    {
        var policy = Policy(("DefaultRecipients:0:Name", "Billing"), ("DefaultRecipients:0:Address", "billing@desk.example"));
        Assert.Equal("Billing", Assert.Single(policy.Choose("default", "", ["billing@desk.example"]).Addresses).Name);
        Assert.Equal(AddressFault.NotAllowed, policy.Choose("default", "", ["billing@desk.example", "thief@desk.example"]).Fault);
        Assert.Equal(AddressFault.NotAllowed, policy.Choose("default", "anna@example.com", []).Fault);
        Assert.Equal(AddressFault.TooMany, policy.Choose("default", string.Join(',', Enumerable.Range(0, 51).Select(i => $"a{i}@desk.example")), []).Fault);
    }

    private static string Join(IEnumerable<MailAddress> addresses) => string.Join(',', addresses.Select(a => a.Address));

    private static ReplyPolicy Policy(params (string Key, string Value)[] settings) => new(Configured.Tenants(settings));

    private static ValueTask<Outline> OutlineAsync(string header) => ReplyTextTests.OutlineAsync(header);
}
