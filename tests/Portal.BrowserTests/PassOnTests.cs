using Microsoft.Playwright;
using Xunit;

namespace Portal.BrowserTests;

/// <summary>A recipient answers all, passes a message on, and writes one of his own, on a phone without script; each leaves for whom he chose and for nobody else.</summary>
public sealed class PassOnTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bob = Writing.Bob;
    private const string Subject = "Your contract for 2027";

    [Fact]
    public async Task An_answer_to_all_goes_to_the_sender_and_those_who_got_the_message()
    {
        await using var delivered = await Delivered.StartAsync();
        await delivered.SendAsync(
            SampleMails.Contract(Bob).Replace($"To: <{Bob}>", $"To: <{Bob}>, Carol Example <carol@example.net>\r\nCc: dave@example.com", StringComparison.Ordinal), Bob);
        await using var phone = await Writing.PhoneAsync(browser, delivered);
        var page = await Writing.InboxAsync(phone, delivered);

        await Writing.OpenAsync(page, Subject);
        await Writing.FollowAsync(page, "Reply to all", "Reply to all");
        await Assertions.Expect(People(page, "To")).ToContainTextAsync("alice@example.com");
        await Writing.TextField(page).FillAsync("Dear all, I agree.");
        await Writing.SendAsync(page);
        await Writing.FindInSentAsync(page, $"Re: {Subject}", new("To: Alice Example"));
        await Writing.ReadsAsync(page, "Dear all, I agree.");

        var left = await delivered.LeftAsync(3);
        Assert.Equal(["alice@example.com", "carol@example.net", "dave@example.com"], left.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(left, mail => Assert.Equal($"Re: {Subject}", mail.Subject));
        Assert.All(left, mail => Assert.Equal("Dear all, I agree.", mail.Plain.TrimEnd('\n')));
        Assert.Equal(["alice@example.com", "carol@example.net", "dave@example.com"], left[0].Named("to").Concat(left[0].Named("cc")));
    }

    [Fact]
    public async Task A_message_is_passed_on_with_its_file_to_whom_the_tenant_allows()
    {
        await using var delivered = await Delivered.StartAsync("--Tenants:default:Forward=true", "--Tenants:default:RecipientDomains:0=example.com");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var phone = await Writing.PhoneAsync(browser, delivered);
        var page = await Writing.InboxAsync(phone, delivered);

        await Writing.OpenAsync(page, Subject);
        await Writing.FollowAsync(page, "Forward", "Forward");
        var text = await Writing.TextField(page).InputValueAsync();
        Assert.Contains("> your contract is attached.", text, StringComparison.Ordinal);
        await Writing.TextField(page).FillAsync("For your files.\n" + text);
        await Assertions.Expect(page.GetByLabel("Pass the files of the message on as well")).ToBeCheckedAsync();
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("eve@elsewhere.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You cannot write to eve@elsewhere.example from here.");
        await Writing.FitsAsync(page);
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("dora@example.com");
        await Writing.SendAsync(page);
        await Writing.FindInSentAsync(page, $"Fwd: {Subject}", new("To: dora@example.com"));
        await Assertions.Expect(page.Locator(".file-name")).ToHaveTextAsync("Fees 2027.csv");

        var left = Assert.Single(await delivered.LeftAsync(1));
        Assert.Equal(("dora@example.com", $"Fwd: {Subject}"), (left.To, left.Subject));
        Assert.Equal(["dora@example.com"], left.Named("to"));
        Assert.StartsWith("For your files.\n", left.Plain, StringComparison.Ordinal);
        Assert.Contains("1,200 €", left.Plain, StringComparison.Ordinal);
        Assert.Equal(["Fees 2027.csv"], left.Files);
        Assert.Empty(left.Read.Texts("in-reply-to"));
    }

    [Fact]
    public async Task A_new_message_goes_to_the_departments_and_addresses_that_were_chosen()
    {
        await using var delivered = await Delivered.StartAsync(
            "--Tenants:default:NewMessage=true", "--Tenants:default:RecipientDomains:0=example.com",
            "--Tenants:default:DefaultRecipients:0:Name=Billing", "--Tenants:default:DefaultRecipients:0:Address=billing@desk.example",
            "--Tenants:default:DefaultRecipients:1:Name=Complaints", "--Tenants:default:DefaultRecipients:1:Address=complaints@desk.example");
        await delivered.SendAsync(SampleMails.Contract(Bob), Bob);
        await using var phone = await Writing.PhoneAsync(browser, delivered);
        var page = await Writing.InboxAsync(phone, delivered);

        await Writing.FollowAsync(page, "New message", "New message");
        await Writing.TextField(page).FillAsync("The last bill came twice.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose or enter who gets the message");
        await Assertions.Expect(Writing.TextField(page)).ToHaveValueAsync("The last bill came twice.");
        await page.GetByLabel("Billing").CheckAsync();
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("dora@example.com");
        await page.GetByLabel("Subject").FillAsync("My bill");
        await Writing.SendAsync(page);
        await Writing.FindInSentAsync(page, "My bill", new("To: Billing"));
        await Writing.ReadsAsync(page, "The last bill came twice.");

        var left = await delivered.LeftAsync(2);
        Assert.Equal(["billing@desk.example", "dora@example.com"], left.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(left, mail => Assert.Equal(["billing@desk.example", "dora@example.com"], mail.Named("to")));
        Assert.All(left, mail => Assert.Equal(("My bill", "The last bill came twice."), (mail.Subject, mail.Plain.TrimEnd('\n'))));
        Assert.All(left, mail => Assert.Equal([Bob], mail.Named("from")));
    }

    private static ILocator People(IPage page, string label) =>
        page.Locator(".compose-people div", new() { Has = page.GetByText(label, new() { Exact = true }) }).Locator("dd");
}
