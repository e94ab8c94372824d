using Portal.Core.Outbox.Mails;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

public sealed class PortalAddressTests
{
    [Theory]
    [InlineData("https://portal.example.com", "https://portal.example.com/n/tok_-1")]
    [InlineData("https://portal.example.com/", "https://portal.example.com/n/tok_-1")]
    [InlineData("https://localhost:8443", "https://localhost:8443/n/tok_-1")]
    [InlineData("https://[::1]:8443", "https://[::1]:8443/n/tok_-1")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example/n/tok_-1")]
    public void A_link_is_made_of_the_setting_and_the_token(string publicUrl, string link) =>
        Assert.Equal(link, new PortalAddress(new Uri(publicUrl)).OfNotice("tok_-1"));
}
