using System.Text;
using Portal.Core.Outbox.Relay;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

public sealed class DotStuffingTests
{
    [Theory]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("..a\r\n.b\r\nc.\r\n", "...a\r\n..b\r\nc.\r\n.\r\n")]
    public void A_dot_goes_before_each_leading_dot_and_alone_at_the_end(string content, string wire) =>
        Assert.Equal(wire, Encoding.ASCII.GetString(DotStuffing.Apply(Encoding.ASCII.GetBytes(content))));
}
