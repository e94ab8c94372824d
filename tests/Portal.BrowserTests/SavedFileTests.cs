using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>Files of a mail that a browser could show or run (threat D8): whatever type they claim, to go to their address saves them.</summary>
public sealed class SavedFileTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = "bob@example.org";

    private static readonly string[] Types = ["text/html", "text/plain", "image/svg+xml", "image/png", "application/pdf", "text/xml", "multipart/related", "application/x-shockwave-flash"];

    private static readonly string[] Contents =
    [
        "<!doctype html><script>document.title='ran'</script><p>shown", "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='ran'</script><text>shown</text></svg>",
        "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='#x'?><p xmlns='http://www.w3.org/1999/xhtml'>shown</p>",
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>shown\r\n--x--\r\n",
        "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>", "FWS\u0006\u0010\0\0\0x",
    ];

    [Fact]
    public async Task Whatever_they_are_and_say_they_are_saved_and_never_shown()
    {
        await using var delivered = await Delivered.StartAsync();
        var mail = new StringBuilder("From: Alice <alice@example.com>\nSubject: Files\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n");
        foreach (var (type, content) in Types.SelectMany(type => Contents.Select(content => (type, content))))
        {
            mail.Append(null, $"\n--m\nContent-Type: {type}\nContent-Disposition: attachment; filename=file\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Encoding.Latin1.GetBytes(content))}");
        }

        await delivered.SendAsync(mail.Append("\n--m--\n").ToString(), Bob);
        await using var context = await browser.ContextAsync(delivered.Portal.Web, script: true);
        var page = await context.NewPageAsync();
        await Registration.RegisterAsync(page, delivered, Bob);
        await page.GotoAsync("/messages");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Files") }).ClickAsync();
        var links = await page.Locator("a.file-download").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        Assert.Equal(Types.Length * Contents.Length, links.Length);
        foreach (var link in links.Append(page.Url + "/original.eml"))
        {
            var download = await page.RunAndWaitForDownloadAsync(async () =>
            {
                // Going to the address, not the link with its attribute.
                var refusal = await Record.ExceptionAsync(() => page.GotoAsync(link));
                Assert.Contains("Download is starting", refusal?.Message ?? "shown", StringComparison.Ordinal);
            });
            await download.CancelAsync();
            Assert.Equal("Files", (await page.Locator("h1").First.InnerTextAsync()).Trim());
        }
    }
}
