using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Smime;
using Portal.Core.Storage.Model;
using Portal.Core.Tunnel;
using Xunit;

namespace Portal.Tests.Web;

public sealed class ReceiptPageTests
{
    private const string Asked = "asked for a receipt, and was told";

    [Fact]
    public async Task A_receipt_goes_out_when_its_owner_looks_at_the_message_and_for_nothing_else()
    {
        await using var portal = await StartAsync("On");
        var (reader, mail) = await ReaderAsync(portal);
        using var owner = reader;
        using var scanner = portal.Browser();
        foreach (var path in new[] { $"/n/{mail.Token}", $"/messages/{mail.Id:N}" })
        {
            await scanner.GetAsync(path);
            await scanner.SendAsync(HttpMethod.Head, path, null);
        }

        await owner.SendAsync(HttpMethod.Head, $"/messages/{mail.Id:N}", null);
        await owner.ReadAsync("/messages");
        Assert.Equal(0, await ReceiptsAsync(portal));

        Assert.Contains(Asked, await owner.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
        Assert.Contains(Asked, await owner.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.Ordinal);
        Assert.Equal(1, await ReceiptsAsync(portal));
    }

    [Theory]
    [InlineData("true", 1, true)]
    [InlineData("false", 0, false)]
    public async Task Where_the_reader_is_asked_the_answer_counts(string answer, int receipts, bool said)
    {
        await using var portal = await StartAsync("Ask");
        var (reader, mail) = await ReaderAsync(portal);
        using var owner = reader;
        var path = $"/messages/{mail.Id:N}";
        var page = await owner.ReadAsync(path);
        Assert.Contains("asks for a receipt", page, StringComparison.Ordinal);
        Assert.Equal(0, await ReceiptsAsync(portal));

        await owner.PostAsync($"{path}?handler=Receipt", [.. Browser.Hidden(page, $"{path}?handler=Receipt"), ("send", answer)]);

        page = await owner.ReadAsync(path);
        Assert.DoesNotContain("asks for a receipt", page, StringComparison.Ordinal);
        Assert.Equal(said, page.Contains(Asked, StringComparison.Ordinal));
        Assert.Equal(receipts, await ReceiptsAsync(portal));
    }

    [Fact]
    public async Task Where_the_tenant_sends_none_nothing_is_said_of_it()
    {
        await using var portal = await StartAsync("Off");
        var (reader, mail) = await ReaderAsync(portal);
        using var owner = reader;
        Assert.DoesNotContain("receipt", await owner.ReadAsync($"/messages/{mail.Id:N}"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await ReceiptsAsync(portal));
    }

    private static async Task<TestPortal> StartAsync(string policy)
    {
        var portal = await TestPortal.StartAsync([("Tenants:default:Receipts", policy)]);
        using var key = TunnelKey.Create(TunnelKeyAlgorithm.P256, "Gateway", portal.App.Services.GetRequiredService<TimeProvider>());
        await portal.App.Services.GetRequiredService<TrustedGateways>().TrustAsync("gw", "default", key.Certificate, outerHeaders: false, CancellationToken.None);
        portal.App.Services.GetRequiredService<SigningKeyFile>().CreateMissing();
        return portal;
    }

    private static async Task<(Browser Reader, Delivered Mail)> ReaderAsync(TestPortal portal)
    {
        var mail = await portal.DeliverAsync("bob@example.org", "Disposition-Notification-To: alice@example.com\n" + Mails.Plain());
        return (await portal.RegisterAsync(mail), mail);
    }

    private static Task<int> ReceiptsAsync(TestPortal portal) => portal.QueryAsync(db => db.Outbox.CountAsync(e => e.Kind == OutboxKind.Receipt));
}
