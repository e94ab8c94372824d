using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;

namespace Portal.Core.Tests.Accounts.Invitations;

/// <summary>What leaves the portal because of invitations, opened.</summary>
internal static partial class Sent
{
    public const string Mobile = "+41791234567";

    /// <summary>The settings of an installation that sends SMS to Switzerland.</summary>
    public static (string Key, string Value)[] Settings(InitialPasswordChannel channel, params (string Key, string Value)[] more) =>
        [("Tenants:default:InitialPasswordChannel", channel.ToString()), .. SmsSettings, .. more];

    public static (string Key, string Value)[] SmsSettings { get; } =
        [("Sms:Provider", "Http"), ("Sms:Countries:0", "CH"), ("Sms:Http:Url", "https://sms.example/"), ("Sms:Http:Body", "{number}{text}")];

    /// <summary>A mail with fields that steer.</summary>
    public static string Mail(string fields = $"X-Portal-Mobile: {Mobile}\r\n", string subject = "Hello", string from = "sam@sender.example") =>
        fields + Post.Mail(subject, Guid.NewGuid().ToString()).Replace("sam@sender.example", from, StringComparison.Ordinal);

    public static Task<IReadOnlyList<InitialPasswordPayload>> PasswordsAsync(Installation installation) =>
        ReadAsync(installation, OutboxKind.InitialPassword, OutboxJson.Default.InitialPasswordPayload);

    public static Task<IReadOnlyList<NoticePayload>> NoticesAsync(Installation installation) =>
        ReadAsync(installation, OutboxKind.Notice, OutboxJson.Default.NoticePayload);

    public static Task<IReadOnlyList<InvitationEndedPayload>> EndedAsync(Installation installation) =>
        ReadAsync(installation, OutboxKind.InvitationEnded, OutboxJson.Default.InvitationEndedPayload);

    public static Task<IReadOnlyList<SmsPayload>> SmsAsync(Installation installation) =>
        ReadAsync(installation, OutboxKind.Sms, OutboxJson.Default.SmsPayload);

    /// <summary>The initial password in an SMS.</summary>
    public static string PasswordIn(SmsPayload sms) => Password().Match(sms.Text).Value;

    public static Task<InitialPassword> RowAsync(Installation installation) =>
        installation.QueryAsync(db => db.InitialPasswords.AsNoTracking().SingleAsync());

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(Installation installation, OutboxKind kind, JsonTypeInfo<T> type)
    {
        var entries = await installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize(VaultBox.Open(installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), type)!)];
    }

    [GeneratedRegex("[a-z]{5}-[a-z]{5}")]
    private static partial Regex Password();
}
