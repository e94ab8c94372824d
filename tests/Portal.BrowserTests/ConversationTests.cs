using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A message, its answer, and the answer to that, read on a phone without script.</summary>
public sealed class ConversationTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = Writing.Bob;
    private const string Subject = "Your contract for 2027";

    [Fact]
    public async Task Whoever_opens_one_message_finds_the_others_of_its_conversation_and_the_way_back()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await delivered.SendAsync(SampleMails.Short(Bob, "Carl Example <carl@example.com>", "Lunch", "At noon?"), Bob);
        await using var phone = await Writing.PhoneAsync(browser, delivered);
        var page = await Writing.InboxAsync(phone, delivered);

        await Writing.OpenAsync(page, Subject);
        await Assertions.Expect(page.GetByText("Conversation:")).ToHaveCountAsync(0);
        await Writing.FollowAsync(page, "Reply", "Reply");
        await Writing.TextField(page).FillAsync("May I think about it?");
        await Writing.SendAsync(page);
        await delivered.SendAsync(Answer(Assert.Single(await delivered.LeftAsync(1))), Bob);

        await Writing.FollowAsync(page, "Inbox", "Inbox");
        await Assertions.Expect(page.Locator(".mail-subject")).ToHaveTextAsync([$"AW: {Subject}", "Lunch", Subject]);
        await Writing.OpenAsync(page, $"AW: {Subject}");
        await UnfoldAsync(page, ["Before this message"], [$"Re: {Subject}", Subject], ["Sent", "Inbox"]);
        await Writing.OpenAsync(page, $"Re: {Subject}");
        await Writing.ReadsAsync(page, "May I think about it?");
        await UnfoldAsync(page, ["After this message", "Before this message"], [$"AW: {Subject}", Subject], ["Inbox", "Inbox"]);
        await Writing.OpenAsync(page, Subject);
        await UnfoldAsync(page, ["After this message"], [$"AW: {Subject}", $"Re: {Subject}"], ["Inbox", "Sent"]);
        await Assertions.Expect(page.Locator(".facts div", new() { HasText = "Answered" }).Locator("time")).ToHaveCountAsync(1);

        await Writing.FollowAsync(page, "Inbox", "Inbox");
        await Writing.OpenAsync(page, "Lunch");
        await Assertions.Expect(page.GetByText("Conversation:")).ToHaveCountAsync(0);
    }

    private static string Answer(LeftMail reply) =>
        $"In-Reply-To: {reply.MessageId}\r\nReferences: {string.Join(' ', [.. reply.Read.Texts("references"), reply.MessageId])}\r\n"
        + SampleMails.Short(Bob, "Alice Example <alice@example.com>", $"AW: {Subject}", "Of course. Take your time.");

    private static async Task UnfoldAsync(IPage page, string[] titles, string[] subjects, string[] folders)
    {
        await page.GetByText($"Conversation: {subjects.Length} more").ClickAsync();
        var others = page.Locator(".conversation");
        await Assertions.Expect(others.GetByRole(AriaRole.Heading)).ToHaveTextAsync(titles);
        await Assertions.Expect(others.Locator(".mail-subject")).ToHaveTextAsync(subjects);
        await Assertions.Expect(others.Locator(".mail-folder")).ToHaveTextAsync(folders);
        await Writing.FitsAsync(page);
    }
}
