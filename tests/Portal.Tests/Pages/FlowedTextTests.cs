using Portal.Pages.Messages;
using Xunit;

namespace Portal.Tests.Pages;

public sealed class FlowedTextTests
{
    [Theory]
    [InlineData("one \r\ntwo \r\nthree\r\nfour", "one two three\nfour\n")]
    [InlineData("one \n\ntwo", "one \n\ntwo\n")]
    [InlineData(">one \n>two\n>>three \nfour", "> one two\n>> three \nfour\n")]
    [InlineData("text\n-- \nname", "text\n-- \nname\n")]
    [InlineData(" From here\n >quoted by stuffing", "From here\n>quoted by stuffing\n")]
    public void Lines_that_end_in_a_space_go_on(string text, string joined) => Assert.Equal(joined, FlowedText.Join(text, deleteSpace: false));

    [Fact]
    public void The_space_goes_where_the_mail_says_so() => Assert.Equal("onetwo\n", FlowedText.Join("one \ntwo", deleteSpace: true));
}
