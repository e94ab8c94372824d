using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A sender asks for a receipt, and the reader decides, on a phone without script.</summary>
public sealed class ReceiptTests(Browser browser) : IClassFixture<Browser>
{
    private const string Question = "The sender asks for a receipt";

    [Fact]
    public async Task Asked_once_no_sends_none_and_yes_sends_the_one_that_says_displayed()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:Receipts=Ask");
        await delivered.SendAsync(Asking("No, thank you"), Writing.Bob);
        await delivered.SendAsync(Asking("Yes, please"), Writing.Bob);
        await using var phone = await Writing.PhoneAsync(browser, delivered);
        var page = await Writing.InboxAsync(phone, delivered);

        await AnswerAsync(page, "No, thank you", "Send none");
        await Assertions.Expect(page.GetByText("receipt")).ToHaveCountAsync(0);
        await Writing.FitsAsync(page);
        await Writing.FollowAsync(page, "Inbox", "Inbox");

        await AnswerAsync(page, "Yes, please", "Send the receipt");
        await Assertions.Expect(page.GetByText("asked for a receipt, and was told when you first opened this message")).ToBeVisibleAsync();
        await Writing.FitsAsync(page);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("asked for a receipt, and was told")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(Question)).ToHaveCountAsync(0);

        // The one that left is about the second message; what was said of the first came before it and would have left before it.
        var left = Assert.Single(await delivered.LeftAsync(1));
        Assert.Equal("alice@example.com", left.To);
        Assert.Contains("multipart/report", left.Text, StringComparison.Ordinal);
        Assert.Contains("Disposition: manual-action/MDN-sent-manually; displayed\r\n", left.Text, StringComparison.Ordinal);
        Assert.Contains("Original-Message-ID: <Yes@example.com>\r\n", left.Text, StringComparison.Ordinal);
        Assert.Contains($"Final-Recipient: rfc822;{Writing.Bob}\r\n", left.Text, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(IPage page, string subject, string answer)
    {
        await Writing.OpenAsync(page, subject);
        await Assertions.Expect(page.GetByText(Question)).ToBeVisibleAsync();
        await Writing.FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = answer }).ClickAsync();
        await Assertions.Expect(page.GetByText(Question)).ToHaveCountAsync(0);
        await Writing.AtAsync(page, subject);
    }

    private static string Asking(string subject) => $"""
        From: Alice Example <alice@example.com>
        To: <{Writing.Bob}>
        Subject: {subject}
        Date: Fri, 20 Nov 2026 14:05:00 +0100
        Message-ID: <{subject.Split(',')[0]}@example.com>
        Disposition-Notification-To: Alice Example <alice@example.com>
        Content-Type: text/plain; charset=utf-8

        Please read this before Friday.
        """;
}
