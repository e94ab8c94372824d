using System.Security.Cryptography;
using Portal.Core.Keys;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Tests.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Bounces;

public sealed class BounceAddressesTests
{
    private static readonly ServerPepper Pepper = new(RandomNumberGenerator.GetBytes(ServerPepper.Size));
    private static readonly BounceAddresses Addresses = new(Pepper, Configured.Tenants(("BounceAddress", "bounces@portal.example")));

    private readonly Guid _delivery = Guid.NewGuid();

    [Fact]
    public void The_delivery_is_found_again_however_the_address_was_written_on_the_way()
    {
        var address = Addresses.For("default", _delivery)!;
        Assert.Matches("^bounces[+][a-z2-7]{48}@portal[.]example$", address);
        Assert.True(address.IndexOf('@', StringComparison.Ordinal) <= 64);
        foreach (var written in new[] { address, address.ToUpperInvariant(), address.Replace("bounces", "Bounces", StringComparison.Ordinal) })
        {
            Assert.Equal(new BounceTarget("default", _delivery), Addresses.Find(written));
        }
    }

    [Fact]
    public void Nobody_makes_one_up()
    {
        var address = Addresses.For("default", _delivery)!;
        for (var i = "bounces+".Length; i < address.IndexOf('@', StringComparison.Ordinal); i++)
        {
            foreach (var letter in "a7")
            {
                var forged = $"{address[..i]}{letter}{address[(i + 1)..]}";
                Assert.Equal(forged == address ? _delivery : null, Addresses.Find(forged)!.DeliveryId);
                Assert.Equal(forged != address, Addresses.Find(forged)!.IsForged);
            }
        }

        using var other = new ServerPepper(RandomNumberGenerator.GetBytes(ServerPepper.Size));
        Assert.Null(Addresses.Find(new BounceAddresses(other, Configured.Tenants(("BounceAddress", "bounces@portal.example"))).For("default", _delivery)!)!.DeliveryId);
        Assert.Null(Addresses.Find("bounces+@portal.example")!.DeliveryId);
        Assert.Null(Addresses.Find($"bounces+{_delivery:N}@portal.example")!.DeliveryId);
    }

    [Fact]
    public void An_outbox_entry_and_a_delivery_of_the_same_id_have_addresses_of_their_own()
    {
        Assert.Equal(new BounceTarget("default", _delivery, null), Addresses.Find(Addresses.For("default", _delivery)!));
        Assert.Equal(new BounceTarget("default", null, _delivery), Addresses.Find(Addresses.ForEntry("default", _delivery)!));
        Assert.False(Addresses.Find(Addresses.ForEntry("default", _delivery)!)!.IsForged);
    }

    [Theory]
    [InlineData("bounces@portal.example")]
    [InlineData("bounces+x@elsewhere.example")]
    [InlineData("bob+x@portal.example")]
    [InlineData("nobody")]
    [InlineData("")]
    public void Other_addresses_are_none(string address) => Assert.Null(Addresses.Find(address));

    [Theory]
    [InlineData("bounces@portal.example", true)]
    [InlineData("Bounces+anything@Portal.example", true)]
    [InlineData("bouncesx@portal.example", false)]
    [InlineData("bounces@elsewhere.example", false)]
    public void The_address_is_nobodys_mailbox(string address, bool own) =>
        Assert.Equal(own, BounceAddresses.IsOne(Configured.Tenants(("BounceAddress", "bounces@portal.example"))["default"], address));

    [Fact]
    public void Without_one_notices_leave_as_before_and_nothing_is_found()
    {
        var none = new BounceAddresses(Pepper, Configured.Tenants());
        Assert.Null(none.For("default", _delivery));
        Assert.Null(none.ForEntry("default", _delivery));
        Assert.Empty(none.Tenants);
        Assert.Null(none.Find(Addresses.For("default", _delivery)!));
        Assert.False(BounceAddresses.IsOne(Configured.Tenants()["default"], "bounces@portal.example"));
    }
}
