using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;

namespace Portal.Tests.Web;

/// <summary>What arrived in a mailbox, and what the mails about it would say.</summary>
internal sealed record Delivered(Guid Id, string Address, string Token, string? InitialPassword);

/// <summary>Puts mails into mailboxes as the intake does after the tunnel was opened, and people in front of them.</summary>
internal static class Deliveries
{
    public const string Password = "eleven quiet herons";

    public static async Task<Delivered> DeliverAsync(this TestPortal portal, string to, byte[] mail)
    {
        var services = portal.App.Services;
        await using var sealer = services.GetRequiredService<SealMessage>().Begin();
        await sealer.Destination.WriteAsync(mail);
        using var message = await sealer.FinishAsync([], CancellationToken.None);
        var mailbox = await services.GetRequiredService<EnsureMailbox>().EnsureAsync("default", to, CancellationToken.None);
        var sender = AddressList.Parse(message.Outline.Header("From"))[0];
        await services.GetRequiredService<SaveMessage>().SaveAsync(
            new IncomingDelivery
            {
                Tenant = "default",
                Gateway = "bank-gw1",
                Message = message,
                ContentDigest = SHA256.HashData(mail),
                SenderName = sender.Name,
                SenderAddress = sender.Address,
                Recipients = [mailbox],
            },
            CancellationToken.None);
        var id = await portal.QueryAsync(db => db.Deliveries.Where(d => d.MessageId == message.Id).Select(d => d.Id).SingleAsync());
        var outbox = await portal.QueryAsync(db => db.Outbox.OrderBy(o => o.CreatedAt).ToListAsync());
        return new Delivered(
            id, to, Latest(services, outbox, OutboxKind.Notice, to, "Token")!, Latest(services, outbox, OutboxKind.InitialPassword, to, "InitialPassword"));
    }

    public static Task<Delivered> DeliverAsync(this TestPortal portal, string to, string mail) =>
        portal.DeliverAsync(to, Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));

    /// <summary>A browser whose person has registered through the notice and is signed in.</summary>
    public static async Task<Browser> RegisterAsync(this TestPortal portal, Delivered mail, string name = "Bob Example")
    {
        var browser = portal.Browser();
        var response = await browser.SubmitAsync(
            $"/n/{mail.Token}", "/register",
            ("initialPassword", mail.InitialPassword!), ("name", name), ("newPassword", Password), ("repeatPassword", Password));
        Xunit.Assert.Equal("/messages?welcome=true", response.Headers.Location?.OriginalString);
        return browser;
    }

    // What would go out by mail is sealed to the vault; the web side can open it.
    private static string? Latest(IServiceProvider services, IEnumerable<OutboxEntry> outbox, OutboxKind kind, string to, string property) =>
        outbox.Where(entry => entry.Kind == kind)
            .Select(entry => JsonDocument.Parse(
                VaultBox.Open(services.GetRequiredService<VaultKey>(), "outbox", entry.Id, entry.Box)).RootElement)
            .Where(mail => mail.GetProperty(kind == OutboxKind.Notice ? "To" : "RecipientAddress").GetString() == to)
            .Select(mail => mail.GetProperty(property).GetString())
            .LastOrDefault();
}
