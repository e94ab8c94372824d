using System.Net;
using Portal.SignIn;
using Xunit;

namespace Portal.Tests.Web;

public sealed class NetworkNameTests
{
    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("::1", "::/48")]
    public void Only_the_network_is_named(string address, string name) => Assert.Equal(name, NetworkName.Of(IPAddress.Parse(address)));

    [Fact]
    public void Without_an_address_there_is_none() => Assert.Equal("", NetworkName.Of(null));
}
