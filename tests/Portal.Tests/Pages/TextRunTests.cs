using Portal.Pages.Messages;
using TestKit;
using Xunit;

namespace Portal.Tests.Pages;

public sealed class TextRunTests
{
    [Theory]
    [InlineData("see https://example.com/a.", "https://example.com/a")]
    [InlineData("(https://example.com/a_(b))", "https://example.com/a_(b)")]
    [InlineData("<https://example.com/?a=1&b=2#c>", "https://example.com/?a=1&b=2#c")]
    [InlineData("HTTP://EXAMPLE.com/X, and", "HTTP://EXAMPLE.com/X")]
    [InlineData("\"https://example.com/\"onmouseover=alert(1)", "https://example.com/")]
    public void An_address_ends_where_a_person_would_end_it(string text, string link)
    {
        var runs = TextRun.Split(text);
        Assert.Equal(link, Assert.Single(runs, run => run.Link is not null).Link);
        Assert.Equal(text, string.Concat(runs.Select(run => run.Text)));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    [InlineData("data:text/html,x")]
    [InlineData("www.example.com")]
    [InlineData("https://éxample.com/")]
    [InlineData("")]
    public void What_is_no_web_address_is_text(string text) => Assert.All(TextRun.Split(text), run => Assert.Null(run.Link));

    [Theory]
    [InlineData(")")]
    [InlineData("(.")]
    public async Task A_text_of_one_endless_address_is_read_in_seconds(string repeated)
    {
        var text = "https://b.example/" + string.Concat(Enumerable.Repeat(repeated, 2_000_000));
        Assert.Null(Assert.Single(await Soon.EndsAsync(() => TextRun.Split(text))).Link);
    }

    [Fact]
    public void What_is_shown_is_where_it_leads() =>
        Assert.All(TextRun.Split("a https://a.example b http://b.example/x?y c").Where(run => run.Link is not null), run => Assert.Equal(run.Text, run.Link));
}
