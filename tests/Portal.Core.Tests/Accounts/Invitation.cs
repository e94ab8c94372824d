using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;

namespace Portal.Core.Tests.Accounts;

/// <summary>What a recipient has in hand after a first mail: the notice's token, and what the sender told on the phone.</summary>
internal sealed record Invitation(string Address, string Token, string InitialPassword)
{
    public const string OwnPassword = "eleven quiet herons";

    /// <summary>Delivers a mail to the address and reads what leaves the portal because of it.</summary>
    public static async Task<Invitation> SendAsync(Installation installation, string address)
    {
        await new Post(installation).DeliverAsync(Post.Mail("Hello"), address);
        var notice = (await NoticesAsync(installation)).Last(n => n.To == address);
        var password = (await PasswordsAsync(installation)).LastOrDefault(p => p.RecipientAddress == address);
        return new Invitation(address, notice.Token, password?.InitialPassword ?? "");
    }

    /// <summary>The mails to senders, oldest first.</summary>
    public static async Task<IReadOnlyList<InitialPasswordPayload>> PasswordsAsync(Installation installation) =>
        [.. (await EntriesAsync(installation, OutboxKind.InitialPassword))
            .Select(box => System.Text.Json.JsonSerializer.Deserialize(box, OutboxJson.Default.InitialPasswordPayload)!)];

    public RegisterRequest Request(string? token = null, string? initialPassword = null, string newPassword = OwnPassword) => new()
    {
        Token = token ?? Token,
        InitialPassword = initialPassword ?? InitialPassword,
        Name = "Anna Recipient",
        NewPassword = newPassword,
        Language = "de",
    };

    private static async Task<IReadOnlyList<NoticePayload>> NoticesAsync(Installation installation) =>
        [.. (await EntriesAsync(installation, OutboxKind.Notice))
            .Select(box => System.Text.Json.JsonSerializer.Deserialize(box, OutboxJson.Default.NoticePayload)!)];

    private static async Task<List<byte[]>> EntriesAsync(Installation installation, OutboxKind kind)
    {
        var entries = await installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).ToListAsync());
        return [.. entries.Select(e => VaultBox.Open(installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box))];
    }
}
