using Portal.Security;
using Xunit;

namespace Portal.Tests.Web;

public sealed class LocalPathTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private static readonly string[] Paths =
    [
        "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example",
        "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example", "/\0/evil.example",
        "http://evil.example", "https://evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example", "HTTPS://evil.example",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x", "file:///etc/passwd",
        "evil.example", "evil.example/messages", "@evil.example", ".evil.example", "./messages", "../messages", "messages", "?x=1", "#x", "",
        "/\u2028/evil.example", "/\u0085/evil.example", "/\u00a0/evil.example", "/\uff0f/evil.example", "/\u2215evil.example", "/ä", "/\u007f",
    ];

    public static TheoryData<string> Foreign => [.. Paths];

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Whatever_could_lead_elsewhere_is_no_path_of_ours(string path) => Assert.False(LocalPath.IsSafe(path));

    [Fact]
    public async Task Signing_in_never_leads_away_from_here()
    {
        using var reader = await fixture.Portal.RegisterAsync(await fixture.Portal.DeliverAsync("paths@example.org", Mails.Plain()));
        foreach (var path in Paths)
        {
            var response = await reader.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
            Assert.Equal("/messages", response.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task The_language_form_never_leads_away_from_here()
    {
        using var browser = fixture.Portal.Browser();
        var token = Browser.Hidden(await browser.ReadAsync("/sign-in"), "/language").Where(field => field.Name != "returnUrl").ToList();
        foreach (var path in Paths.Where(path => !path.Contains('\0')))
        {
            var response = await browser.PostAsync("/language", [.. token, ("returnUrl", path), ("language", "en")]);
            Assert.Equal("/", response.Headers.Location!.OriginalString);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/messages")]
    [InlineData("/messages?older=1a&x=%2F%2Fevil.example")]
    [InlineData("/@evil.example")]
    [InlineData("/messages//x")]
    public void Paths_of_ours_are_let_through(string path) => Assert.True(LocalPath.IsSafe(path));

    [Fact]
    public void A_path_that_is_too_long_is_not() => Assert.False(LocalPath.IsSafe("/" + new string('a', 500)));
}
