using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Messages.Retention;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>How long a message is kept, as its reader sees it.</summary>
public sealed class RetentionPageTests : IAsyncLifetime
{
    private TestPortal _portal = null!;

    public async Task InitializeAsync() => _portal = await TestPortal.StartAsync();

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task The_page_says_on_which_day_the_message_goes_and_keeps_it_longer_when_that_is_worth_it()
    {
        var mail = await _portal.DeliverAsync("bob@example.org", Mails.Plain());
        using var early = await _portal.RegisterAsync(mail);
        var path = $"/messages/{mail.Id:N}";
        var page = await early.ReadAsync(path);
        Assert.Contains("This message is deleted for good on", page, StringComparison.Ordinal);
        Assert.Contains("Wednesday 19 May 2027, 14:05", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Keep longer", page, StringComparison.Ordinal);

        _portal.Clock.Advance(TimeSpan.FromDays(170));
        using var late = await SignInAsync();
        page = await late.ReadAsync(path);
        Assert.Contains("Keep longer", page, StringComparison.Ordinal);
        Assert.Equal(path, (await late.SubmitAsync(path, $"{path}?handler=Keep")).Headers.Location!.OriginalString);

        page = await late.ReadAsync(path);
        Assert.Contains("Friday 5 November 2027, 14:05", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Keep longer", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_keeps_anothers_message_and_one_without_end_says_nothing()
    {
        var (mine, theirs) = (await _portal.DeliverAsync("bob@example.org", Mails.Plain()), await _portal.DeliverAsync("theirs@example.org", Mails.Plain()));
        (await _portal.RegisterAsync(mine)).Dispose();
        _portal.Clock.Advance(TimeSpan.FromDays(170));
        using var reader = await SignInAsync();
        var (own, others) = ($"/messages/{mine.Id:N}", $"/messages/{theirs.Id:N}");
        var form = Browser.Hidden(await reader.ReadAsync(own), $"{own}?handler=Keep").ToList();
        var before = await EndAsync(theirs);

        await reader.PostAsync($"{others}?handler=Keep", [.. form]);
        Assert.Equal(before, await EndAsync(theirs));

        await _portal.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, (DateTimeOffset?)null)));
        Assert.DoesNotContain("deleted for good", await reader.ReadAsync(own), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_message_cannot_be_deleted_nor_its_account_and_the_pages_say_why()
    {
        var mail = await _portal.DeliverAsync("bob@example.org", Mails.Plain());
        using var reader = await _portal.RegisterAsync(mail);
        await _portal.App.Services.GetRequiredService<HoldMessage>().HoldAsync(mail.Id, new("root", "court"), CancellationToken.None);
        var path = $"/messages/{mail.Id:N}";
        var page = await reader.ReadAsync(path);
        Assert.Contains("must be kept for legal reasons", page, StringComparison.Ordinal);
        Assert.DoesNotContain("court", page, StringComparison.Ordinal);

        var confirm = await reader.PostAsync(
            "/messages/selected", [.. Browser.Hidden(page, "/messages/selected"), ("do", "delete")]);
        var asked = await confirm.Content.ReadAsStringAsync();
        Assert.Contains("Of these messages 1 must be kept for legal reasons", asked, StringComparison.Ordinal);
        var done = await reader.PostAsync("/messages/selected", [.. Browser.Hidden(asked, "/messages/selected"), ("do", "discard")]);
        Assert.Equal("/messages?done=Held&count=0", done.Headers.Location!.OriginalString);
        Assert.Contains("The others must be kept for legal reasons", await reader.ReadAsync("/messages?done=Held&count=0"), StringComparison.Ordinal);
        Assert.Contains("Your contract", await reader.ReadAsync(path), StringComparison.Ordinal);

        var refused = await reader.SubmitAsync("/settings/delete", "/settings/delete", ("address", "bob@example.org"));
        Assert.Contains("Your account cannot be deleted now", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Your contract", await reader.ReadAsync(path), StringComparison.Ordinal);
    }

    private async Task<Browser> SignInAsync()
    {
        var browser = _portal.Browser();
        var answer = await browser.SubmitAsync("/sign-in", "/sign-in", ("email", "bob@example.org"), ("password", Deliveries.Password));
        Assert.Equal("/messages", answer.Headers.Location!.OriginalString);
        return browser;
    }

    private Task<DateTimeOffset?> EndAsync(Delivered mail) => _portal.QueryAsync(db =>
        db.Messages.Where(m => db.Deliveries.Any(d => d.Id == mail.Id && d.MessageId == m.Id)).Select(m => m.ExpiresAt).SingleAsync());
}
