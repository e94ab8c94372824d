using System.Text;
using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A message on paper, as a PDF and as a file for a mail program, by the links of its page, on a phone without script.</summary>
public sealed class PaperTests(Browser browser) : IClassFixture<Browser>
{
    private const string Subject = "Your contract for 2027";

    [Fact]
    public async Task It_is_shown_for_printing_and_saved_as_a_PDF_and_as_the_original()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Writing.Bob), Writing.Bob);
        await using var phone = await Writing.PhoneAsync(browser, delivered);
        var page = await Writing.InboxAsync(phone, delivered);
        await Writing.OpenAsync(page, Subject);

        await page.GetByRole(AriaRole.Link, new() { Name = "Print view" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Print this page with your browser.")).ToBeVisibleAsync(FactorPages.Patiently);
        await Assertions.Expect(page.Locator(".mail-body")).ToContainTextAsync("The yearly fee stays at 1,200 €.");
        await Assertions.Expect(page.Locator(".file-name")).ToHaveTextAsync("Fees 2027.csv");
        await Assertions.Expect(page.Locator("iframe")).ToHaveCountAsync(0);
        await Writing.FitsAsync(page);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.GetByText("Print this page with your browser.")).ToBeHiddenAsync();
        await Writing.FitsAsync(page);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await Writing.FollowAsync(page, "Back to the message", Subject);

        var pdf = await SaveAsync(page, "Save as PDF", ".pdf");
        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        var words = await WordsAsync(pdf);
        Assert.All((string[])[Subject, "alice@example.com", "The yearly fee stays at 1,200 €.", "Fees 2027.csv"], part => Assert.Contains(part, words, StringComparison.Ordinal));

        var original = await PythonMail.ReadAsync(await SaveAsync(page, "Original (.eml)", ".eml"));
        Assert.Equal(Subject, original.Text("subject"));
        Assert.Equal("Fees 2027.csv", Assert.Single(original.Table("files"))[0]);
        Assert.Contains("<script>", original.Text("html"), StringComparison.Ordinal);
    }

    private static async Task<byte[]> SaveAsync(IPage page, string link, string ending)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync());
        Assert.Equal(Subject + ending, file.SuggestedFilename);
        return await File.ReadAllBytesAsync(await file.PathAsync());
    }

    private static async Task<string> WordsAsync(byte[] pdf)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("a.pdf"), pdf);
        return Encoding.UTF8.GetString(await Tool.RunAsync("pdftotext", ["-enc", "UTF-8", folder.File("a.pdf"), "-"]));
    }
}
