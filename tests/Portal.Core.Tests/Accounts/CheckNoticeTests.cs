using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class CheckNoticeTests : IAsyncLifetime
{
    private Installation _installation = null!;

    public async Task InitializeAsync() => _installation = await Installation.StartAsync();

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_code_in_a_notice_tells_when_from_where_and_to_whom_and_no_more()
    {
        var (at, code) = (_installation.Clock.GetUtcNow(), await CodeAsync());
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", code);

        foreach (var typed in (string[])[code, code.ToLowerInvariant(), $"  {code.Replace("-", " ", StringComparison.Ordinal)} ", code.Replace('0', 'o').Replace('1', 'l')])
        {
            Assert.Equal(new CheckedNotice(at, "sender.example", "a***@recipient.example"), await FindAsync(typed));
        }
    }

    [Theory]
    [InlineData("AAAAA-AAAAA")]
    [InlineData("AAAAA-AAAA")]
    [InlineData("AAAAA-AAAAAA")]
    [InlineData("!!!!!-!!!!!")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Any_other_code_is_unknown(string? code)
    {
        await CodeAsync();
        Assert.Null(await FindAsync(code));
    }

    [Fact]
    public async Task A_notice_of_an_older_version_has_no_code_that_finds_it()
    {
        var code = await CodeAsync();
        await _installation.QueryAsync(db => db.Notices.ExecuteUpdateAsync(set => set.SetProperty(n => n.CheckHash, (byte[]?)null)));
        Assert.Null(await FindAsync(code));
        Assert.Null(await FindAsync(""));
    }

    [Fact]
    public async Task A_damaged_sender_does_not_make_the_notice_a_false_one()
    {
        var code = await CodeAsync();
        await _installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.Sender, new byte[] { 1, 2, 3 })));
        Assert.Equal("", (await FindAsync(code))!.SenderDomain);
    }

    [Fact]
    public async Task The_code_is_nowhere_in_clear()
    {
        var code = await CodeAsync();
        Assert.Empty(_installation.FilesWith(code));
        Assert.Empty(_installation.FilesWith(code.Replace("-", "", StringComparison.Ordinal)));
    }

    private async Task<string> CodeAsync()
    {
        await new Post(_installation).DeliverAsync(Post.Mail("Hello"), Post.Anna);
        return (await OpenedOutbox.OfAsync(_installation, OutboxKind.Notice, OutboxJson.Default.NoticePayload))[^1].CheckCode!;
    }

    private Task<CheckedNotice?> FindAsync(string? code) => _installation.Get<CheckNotice>().FindAsync(code, CancellationToken.None);
}
