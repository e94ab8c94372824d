using System.Text;
using Microsoft.Playwright;
using Portal.Core.Html;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>How the body of a mail looks in its frame: in the dark, when it is wide, when it is long, and on whatever medium.</summary>
public sealed class BodyLookTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";

    private const string TwoFaced = """
        <style>
        .wide{display:none} @media (min-width:900px){.wide{display:block!important}.narrow{display:none!important}}
        @media print{.screen{display:none}.paper{display:block!important}} .paper{display:none}
        @media (prefers-color-scheme:dark){.day{display:none}} blockquote .day{display:none}
        </style>
        <p>Dear Bob,</p><p class="narrow">we pay 100.</p><p class="wide">we pay 900.</p><p class="screen">I agree.</p><p class="paper">I refuse.</p>
        <p class="day">Today.</p><p style="display:table-column">In a column.</p><ruby>Bob<rp>unseen</rp></ruby><p style="display:none">hidden words</p><p style="font-size:0">tiny words</p><p>Alice</p>
        """;

    // The contrast of each text with what lies under it (WCAG 2.2 §1.4.3), the smallest of all.
    private const string SmallestContrast = """
        () => {
          const rgb = c => c.match(/[\d.]+/g).map(Number);
          const light = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] !== 0) return c; } return 'rgb(255, 255, 255)'; };
          let least = 21;
          for (const e of document.body.querySelectorAll('*')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
            const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
            least = Math.min(least, (a + 0.05) / (b + 0.05));
          }
          return least;
        }
        """;

    [Theory]
    [InlineData("no colours", "<p>Dear Bob, see <a href='https://example.com/'>this</a>.</p><blockquote>You wrote</blockquote><img src='https://example.com/a.png' alt='Chart'>")]
    [InlineData("dark text alone", "<p style='color:#222'>Dear Bob, see <a href='https://example.com/'>this</a>.</p><p>Alice</p>")]
    [InlineData("light cards", "<table bgcolor='#ffffff'><tr><td>Dear Bob</td></tr></table><p>Alice</p><img src='https://example.com/a.png' alt='Chart'>")]
    [InlineData("a ground of its own", "<body bgcolor='#101820' text='#f0f0f0'><p>Dear Bob</p></body>")]
    [InlineData("plain", "Dear Bob")]
    public async Task In_the_dark_as_in_the_light_every_text_can_be_read(string name, string html)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await using var context = await browser.ContextAsync(new Uri("https://localhost/"), script: true, scheme: scheme);
            var page = await context.NewPageAsync();
            var body = name == "plain" ? PlainText.ToHtml(html) : new HtmlSanitiser().Sanitise(html, new SanitiserOptions()).Html;
            await page.SetContentAsync(body.Markup);
            Assert.True(await page.EvaluateAsync<double>(SmallestContrast) >= 4.5, $"{name} in {scheme}");
        }
    }

    [Fact]
    public async Task A_newsletter_can_be_read_in_the_dark()
    {
        await using var context = await browser.ContextAsync(new Uri("https://localhost/"), script: true, scheme: ColorScheme.Dark);
        var page = await context.NewPageAsync();
        await page.SetContentAsync(new HtmlSanitiser().Sanitise(Newsletter.Write(), new SanitiserOptions()).Html.Markup);
        Assert.True(await page.EvaluateAsync<double>(SmallestContrast) >= 4.4); // its footer is as grey as its sender made it
    }

    [Fact]
    public async Task What_is_seen_on_any_screen_and_on_paper_is_what_a_reply_quotes()
    {
        var quoted = Words(PlainText.FromHtml(TwoFaced));
        Assert.DoesNotContain("hidden", quoted, StringComparison.Ordinal);
        await using var context = await browser.ContextAsync(new Uri("https://localhost/"), script: true);
        var page = await context.NewPageAsync();
        await page.SetContentAsync(new HtmlSanitiser().Sanitise(TwoFaced, new SanitiserOptions()).Html.Markup);
        foreach (var width in new[] { 390, 800, 1280 })
        {
            await page.SetViewportSizeAsync(width, 800);
            foreach (var (media, scheme) in new[] { (Media.Screen, ColorScheme.Light), (Media.Screen, ColorScheme.Dark), (Media.Print, ColorScheme.Light) })
            {
                await page.EmulateMediaAsync(new() { Media = media, ColorScheme = scheme });
                Assert.Equal(quoted, Words(await page.EvaluateAsync<string>("document.body.innerText")));
            }
        }
    }

    [Fact]
    public async Task A_wide_table_scrolls_in_its_frame_and_a_mail_of_five_megabytes_opens()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(Html("Figures", WideTable()), Bob);
        await delivered.SendAsync(Html("Everything", Newsletter.Write(2_200)), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, width: 390, height: 844);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);

        await page.GotoAsync("/messages");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Figures") }).ClickAsync();
        var last = page.FrameLocator("iframe").GetByText("Column 14");
        await Assertions.Expect(last).ToBeVisibleAsync();
        var sizes = await last.EvaluateAsync<int[]>("""
            e => { const root = e.ownerDocument.documentElement; const inner = [root.scrollWidth, root.clientWidth];
              root.scrollLeft = 100000; const box = e.getBoundingClientRect(); return [...inner, Math.round(box.right), e.scrollWidth - e.clientWidth, Math.round(box.width)]; }
            """);
        Assert.True(sizes[0] > sizes[1] + 300, $"the frame is {sizes[1]} wide and its content {sizes[0]}");
        Assert.InRange(sizes[2], 1, sizes[1]);
        Assert.True(sizes[4] > 60, $"a cell is {sizes[4]} wide");
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        await page.GotoAsync("/messages");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Everything") }).ClickAsync();
        await Assertions.Expect(page.FrameLocator("iframe").GetByText("See offer 2200")).ToBeAttachedAsync(new() { Timeout = 20_000 });
    }

    private static string WideTable() =>
        $"<p>The figures:</p><table border=1><tr>{string.Concat(Enumerable.Range(1, 14).Select(n => $"<th>Column {n}</th>"))}</tr>"
        + $"<tr>{string.Concat(Enumerable.Range(1, 14).Select(n => $"<td style='white-space:nowrap'>{n},000,000.00 EUR</td>"))}</tr></table>";

    private static string Html(string subject, string html) => $"""
        From: Alice Example <alice@example.com>
        To: <{Bob}>
        Subject: {subject}
        Date: Fri, 20 Nov 2026 14:05:00 +0100
        Message-ID: <{Guid.NewGuid():N}@example.com>
        MIME-Version: 1.0
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(Encoding.UTF8.GetBytes(html), Base64FormattingOptions.InsertLineBreaks)}
        """;

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
