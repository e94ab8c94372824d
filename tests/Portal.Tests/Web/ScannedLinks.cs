using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Messages.Unread;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Storage.Model;
using Portal.Tests.Web.Factors;
using Portal.Tests.Web.Providers;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>Something a scanner opens, and what a person does with it afterwards.</summary>
/// <param name="Path">Where the link leads.</param>
/// <param name="WorksAsync">Does what the link is for, and checks that it is done.</param>
/// <param name="Own">The person's own browser, where something in between opens the page in it; else strangers come.</param>
internal sealed record Scanned(string Path, Func<Task> WorksAsync, Browser? Own = null);

/// <summary>Every kind of link in the product's mails, and every page on which a code from a mail or an SMS is typed.</summary>
internal static class ScannedLinks
{
    private const string Bob = "bob@example.org";
    private const string Codes = "/sign-in/code/enter";
    private const string NewPassword = "nine tired lanterns";
    private static readonly (string, string)[] Sms =
        [("Sms:Provider", "Http"), ("Sms:Countries:0", "CH"), ("Sms:Http:Url", "https://sms.example/"), ("Sms:Http:Body", "{number}{text}")];

    public static IReadOnlyDictionary<string, ((string, string)[] Settings, Func<TestPortal, Task<Scanned>> MakeAsync)> All { get; } =
        new Dictionary<string, ((string, string)[], Func<TestPortal, Task<Scanned>>)>
        {
            ["the notice of a new person"] = ([], portal => NoticeAsync(portal, Mails.Plain())),
            ["the notice where nothing else is needed"] = ([("Tenants:default:InitialPasswordChannel", "None")], OpenNoticeAsync),
            ["the notice where a button sends an SMS"] = ([.. Sms, ("Tenants:default:InitialPasswordChannel", "SmsAtOpening")], SmsNoticeAsync),
            ["the notice of a registered person"] = ([], KnownNoticeAsync),
            ["the sender's link"] = ([], portal => SentAsync(portal, OutboxKind.InitialPassword)),
            ["the sender's link in the confirmation"] = ([("Tenants:default:SentConfirmation", "On")], portal => SentAsync(portal, OutboxKind.SentConfirmation)),
            ["the sender's link after the invitation ended"] = ([], EndedAsync),
            ["the sender's link of a message that nobody has read"] = ([], UnreadAsync),
            ["the page on which a notice is not for its reader"] = ([], NotForMeAsync),
            ["the page for a notice's code"] = ([], CheckAsync),
            ["the sender's link after the notice came back"] = ([], BouncedAsync),
            ["the link to a new password"] = ([], ResetAsync),
            ["the page for a new address, to a stranger"] = ([], portal => AddressAsync(portal, own: false)),
            ["the page for a new address, in the person's browser"] = ([], portal => AddressAsync(portal, own: true)),
            ["the start page of the daily mail"] = ([], StartAsync),
            ["the page for a code by mail"] = ([("Tenants:default:SignInByMailCode", "true")], MailCodeAsync),
            ["the page for a code of the help desk"] = ([("Tenants:default:PasswordReset", "HelpDesk")], HelpDeskAsync),
        };

    private static async Task<Scanned> NoticeAsync(TestPortal portal, string original)
    {
        var mail = await portal.DeliverAsync(Bob, original);
        return new Scanned($"/n/{mail.Token}", async () =>
        {
            using var reader = await portal.RegisterAsync(mail);
            Assert.Contains("Your contract", await reader.ReadAsync("/messages"), StringComparison.Ordinal);
        });
    }

    private static async Task<Scanned> OpenNoticeAsync(TestPortal portal)
    {
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        return new Scanned($"/n/{mail.Token}", async () => (await portal.RegisterAsync(mail with { InitialPassword = "" })).Dispose());
    }

    private static async Task<Scanned> SmsNoticeAsync(TestPortal portal)
    {
        var mail = await portal.DeliverAsync(Bob, "X-Portal-Mobile: +41791234567\n" + Mails.Plain());
        return new Scanned($"/n/{mail.Token}", async () =>
        {
            using var browser = portal.Browser();
            (await browser.SubmitAsync($"/n/{mail.Token}", $"/n/{mail.Token}")).LeadsTo($"/n/{mail.Token}?sms=sent");
            Assert.NotEmpty((await MailAsync(portal, OutboxKind.Sms)).GetProperty("Text").GetString()!);
        });
    }

    private static async Task<Scanned> KnownNoticeAsync(TestPortal portal)
    {
        using var first = await portal.RegisteredAsync(Bob);
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        return new Scanned($"/n/{mail.Token}", async () =>
        {
            using var browser = portal.Browser();
            (await browser.SubmitAsync($"/n/{mail.Token}", "/sign-in", ("email", Bob), ("password", Deliveries.Password))).LeadsTo($"/messages/{mail.Id:N}");
        });
    }

    private static async Task<Scanned> SentAsync(TestPortal portal, OutboxKind kind)
    {
        if (kind != OutboxKind.InvitationEnded)
        {
            await portal.DeliverAsync(Bob, Mails.Plain());
        }

        var link = $"/sent/{(await MailAsync(portal, kind)).GetProperty("SenderToken").GetString()}";
        return new Scanned(link, async () =>
        {
            using var sender = portal.Browser();
            (await sender.SubmitAsync(link, link, ("do", "Password"))).LeadsTo($"{link}?done=Password");
        });
    }

    private static async Task<Scanned> EndedAsync(TestPortal portal)
    {
        await portal.DeliverAsync(Bob, Mails.Plain());
        portal.Clock.Advance(TimeSpan.FromDays(31));
        await portal.App.Services.GetRequiredService<FollowUpInvitations>().RunAsync(CancellationToken.None);
        return await SentAsync(portal, OutboxKind.InvitationEnded);
    }

    private static async Task<Scanned> UnreadAsync(TestPortal portal)
    {
        await portal.DeliverAsync(Bob, Mails.Plain());
        portal.Clock.Advance(TimeSpan.FromDays(8));
        await portal.App.Services.GetRequiredService<TellUnread>().RunAsync(CancellationToken.None);
        return await SentAsync(portal, OutboxKind.UnreadTold);
    }

    private static async Task<Scanned> NotForMeAsync(TestPortal portal)
    {
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        var page = $"/n/{mail.Token}/not-for-me";
        return new Scanned(page, async () =>
        {
            using var browser = portal.Browser();
            (await browser.SubmitAsync(page, page)).LeadsTo($"/n/{mail.Token}");
        });
    }

    // It changes nothing, whoever asks: afterwards the notice is as good as before.
    private static async Task<Scanned> CheckAsync(TestPortal portal)
    {
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        var code = (await MailAsync(portal, OutboxKind.Notice)).GetProperty("CheckCode").GetString()!;
        return new Scanned("/check", async () =>
        {
            using var browser = portal.Browser();
            Assert.Contains("Yes:", await (await browser.SubmitAsync("/check", "/check", ("code", code))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
            (await portal.RegisterAsync(mail)).Dispose();
        });
    }

    private static async Task<Scanned> BouncedAsync(TestPortal portal)
    {
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        var services = portal.App.Services;
        await services.GetRequiredService<RecordBounce>().RunAsync(mail.Id, new DeliveryReport(ReportedAction.Failed, "5.1.1"), CancellationToken.None);
        await services.GetRequiredService<TellOfBounces>().RunAsync(CancellationToken.None);
        return await SentAsync(portal, OutboxKind.NoticeFailed);
    }

    private static async Task<Scanned> ResetAsync(TestPortal portal)
    {
        using var owner = await portal.RegisteredAsync(Bob);
        using var asking = portal.Browser();
        var link = await ForgottenTests.AskAsync(portal, asking);
        return new Scanned(link, () => ResetAsync(portal, link));
    }

    private static async Task ResetAsync(TestPortal portal, string link)
    {
        using var browser = portal.Browser();
        (await browser.SubmitAsync(link, link, ("newPassword", NewPassword), ("repeatPassword", NewPassword))).LeadsTo("/sign-in?reset=true");
    }

    private static async Task<Scanned> AddressAsync(TestPortal portal, bool own)
    {
        const string Page = "/settings/addresses";
        var reader = await portal.RegisteredAsync(Bob);
        await reader.SubmitAsync(Page, $"{Page}?handler=Add", ("address", "second@example.org"));
        var code = (await MailAsync(portal, OutboxKind.AddressCode)).GetProperty("Code").GetString()!;
        var proof = (await portal.QueryAsync(db => db.AddressProofs.SingleAsync())).Id.ToString("N");
        return new Scanned(
            Page,
            async () => (await reader.SubmitAsync(Page, $"{Page}?handler=Prove", ("id", proof), ("code", code))).LeadsTo($"{Page}?done=Added"),
            own ? reader : null);
    }

    private static async Task<Scanned> StartAsync(TestPortal portal)
    {
        using var first = await portal.RegisteredAsync(Bob);
        return new Scanned("/", async () =>
        {
            using var browser = portal.Browser();
            (await browser.PasswordAsync(Bob)).LeadsTo("/messages");
        });
    }

    private static async Task<Scanned> MailCodeAsync(TestPortal portal)
    {
        using var first = await portal.RegisteredAsync(Bob);
        var browser = portal.Browser();
        await browser.SubmitAsync("/sign-in/code", "/sign-in/code", ("email", Bob));
        var code = Assert.Single(await portal.CodesAsync(Bob));
        return new Scanned(Codes, async () => (await browser.SubmitAsync(Codes, Codes, ("code", code))).LeadsTo("/messages"), browser);
    }

    private static async Task<Scanned> HelpDeskAsync(TestPortal portal)
    {
        using var owner = await portal.RegisteredAsync(Bob);
        var browser = portal.Browser();
        await browser.SubmitAsync("/forgotten", "/forgotten", ("email", Bob), ("phone", "+41 44 123 45 67"));
        await portal.App.Services.GetRequiredService<AnswerResets>().RunAsync(CancellationToken.None);
        var desk = portal.App.Services.GetRequiredService<HelpDesk>();
        for (var attempt = 0; attempt < 100 && (await desk.WaitingAsync(CancellationToken.None)).Count == 0; attempt++)
        {
            await Task.Delay(50); // the portal's own worker may have the request in hand
        }

        var waiting = Assert.Single(await desk.WaitingAsync(CancellationToken.None));
        var approved = Assert.IsType<Approval.Approved>(await desk.ApproveAsync(waiting.Id, new("ann", "called back"), CancellationToken.None));
        return new Scanned(
            "/forgotten/code",
            async () => await ResetAsync(portal, (await browser.SubmitAsync("/forgotten/code", "/forgotten/code", ("code", approved.Code))).Headers.Location!.OriginalString),
            browser);
    }

    // The last mail of the kind, as it waits for its way out.
    private static async Task<JsonElement> MailAsync(TestPortal portal, OutboxKind kind)
    {
        var entry = await portal.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).LastAsync());
        return JsonDocument.Parse(VaultBox.Open(portal.App.Services.GetRequiredService<VaultKey>(), "outbox", entry.Id, entry.Box)).RootElement;
    }
}
