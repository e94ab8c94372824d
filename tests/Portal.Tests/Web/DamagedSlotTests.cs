using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>A key slot that the disk or somebody has damaged: its owner still signs in.</summary>
public sealed class DamagedSlotTests(PortalFixture fixture) : IClassFixture<PortalFixture>
{
    private TestPortal Portal => fixture.Portal;

    [Fact]
    public async Task Who_signs_in_finds_the_mailbox_closed_and_the_log_says_which_slot_it_is()
    {
        const string Address = "damaged@example.org";
        var mail = await Portal.DeliverAsync(Address, Mails.Plain());
        (await Portal.RegisterAsync(mail)).Dispose();
        var mailbox = await DamageAsync(Address, KeySlotKind.Password, KeySlotKind.Vault);

        using var browser = Portal.Browser();
        (await browser.PasswordAsync(Address)).LeadsTo("/messages");
        Assert.Contains("Closed messages: 1.", await browser.ReadAsync("/messages"), StringComparison.Ordinal);
        (await browser.GetAsync($"/messages/{mail.Id:N}")).LeadsTo($"/unlock?returnUrl=/messages/{mail.Id:N}");
        var refused = await browser.SubmitAsync("/unlock", "/unlock", ("password", Deliveries.Password), ("recoveryCode", ""));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);

        Assert.Contains($"The Vault slot of mailbox {mailbox} is damaged", Portal.Log.Text, StringComparison.Ordinal);
        Assert.Contains($"The Password slot of mailbox {mailbox} is damaged", Portal.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Address, Portal.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_slot_opens_it_all_the_same()
    {
        const string Address = "half-damaged@example.org";
        var mail = await Portal.DeliverAsync(Address, Mails.Plain());
        (await Portal.RegisterAsync(mail)).Dispose();
        await DamageAsync(Address, KeySlotKind.Vault);

        using var browser = Portal.Browser();
        (await browser.PasswordAsync(Address)).LeadsTo("/messages");
        Assert.Contains("Dear Bob", await browser.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
    }

    private async Task<Guid> DamageAsync(string address, params KeySlotKind[] kinds)
    {
        var mailbox = await Portal.QueryAsync(db => db.Mailboxes.Where(m => m.Address == address).Select(m => m.Id).SingleAsync());
        byte[] damaged = [1, 2, 3];
        Assert.Equal(kinds.Length, await Portal.QueryAsync(db => db.KeySlots.Where(s => s.MailboxId == mailbox && kinds.Contains(s.Kind))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Slot, damaged))));
        return mailbox;
    }
}
