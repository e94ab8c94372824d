using Microsoft.Playwright;
using TestKit;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A relay refuses an answer for good; its writer hears of it, on a phone without script.</summary>
public sealed class ReturnedReplyTests(Browser browser) : IClassFixture<Browser>
{
    private const string Alice = "alice@example.com";
    private const string Subject = "Your contract for 2027";

    [Fact]
    public async Task The_writer_is_told_by_mail_and_finds_in_his_inbox_what_came_back_and_why()
    {
        await using var relay = new ScriptedServer();
        await using var delivered = await Delivered.StartAsync(relay);
        await delivered.SendAsync(SampleMails.Contract(Writing.Bob), Writing.Bob);
        await using var phone = await Writing.PhoneAsync(browser, delivered);
        var page = await Writing.InboxAsync(phone, delivered);

        relay.Reply = (verb, line) => verb == "RCPT" && line.Contains(Alice, StringComparison.Ordinal) ? "550 5.1.1 nobody of that name here" : null;
        await Writing.OpenAsync(page, Subject);
        await Writing.FollowAsync(page, "Reply", "Reply");
        await Writing.TextField(page).FillAsync("I agree.");
        await Writing.SendAsync(page);

        var told = await delivered.Outgoing.WithAsync(Writing.Bob, "could not be delivered");
        Assert.DoesNotContain(Alice, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Subject, told, StringComparison.Ordinal);
        await Writing.FollowAsync(page, "Inbox", "Inbox");
        await Assertions.Expect(page.Locator(".mail-unread .mail-subject")).ToHaveTextAsync($"Not delivered: Re: {Subject}");
        await Writing.FitsAsync(page);
        await Writing.OpenAsync(page, $"Not delivered: Re: {Subject}");
        var body = page.Locator(".mail-body");
        await Assertions.Expect(body).ToContainTextAsync(Alice);
        await Assertions.Expect(body).ToContainTextAsync("550 5.1.1");
        await Assertions.Expect(page.Locator(".mail-signed")).ToContainTextAsync("Written by this portal itself");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = new("Reply|Not for me") })).ToHaveCountAsync(0);
        await Writing.FitsAsync(page);

        // From there to what he wrote, which is not lost.
        await page.GetByText("Conversation:").ClickAsync();
        await Writing.FitsAsync(page);
        await Writing.OpenAsync(page, $"Re: {Subject}");
        await Writing.ReadsAsync(page, "I agree.");
        Assert.DoesNotContain(delivered.Outgoing.All(), mail => mail.Contains("application/pkcs7-mime", StringComparison.Ordinal));
    }
}
