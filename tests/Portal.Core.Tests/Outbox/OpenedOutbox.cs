using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;

namespace Portal.Core.Tests.Outbox;

/// <summary>What waits in an installation's outbox, opened, oldest first.</summary>
internal static class OpenedOutbox
{
    public static async Task<IReadOnlyList<T>> OfAsync<T>(Installation installation, OutboxKind kind, JsonTypeInfo<T> type)
    {
        var entries = await installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize(VaultBox.Open(installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), type)!)];
    }

    public static async Task<IReadOnlyList<NoticePayload>> RemindersAsync(Installation installation) =>
        [.. (await OfAsync(installation, OutboxKind.Notice, OutboxJson.Default.NoticePayload)).Where(notice => notice.Reminder)];
}
