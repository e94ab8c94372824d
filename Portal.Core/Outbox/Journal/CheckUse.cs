using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Journal;

/// <summary>Whether people have already made use of what a mail says. Then it came, although nobody heard the relay's answer, and it need not be sent
/// again. What was deleted meanwhile need not either: nobody is told of it.</summary>
internal sealed class CheckUse(IDbContextFactory<PortalContext> contexts)
{
    /// <param name="kind">What the mail is.</param>
    /// <param name="payload">What its box holds; read before the first wait.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Whether the message was opened or deleted, or the initial password used.</returns>
    /// <exception cref="JsonException">The payload is not one.</exception>
    /// <exception cref="FormatException">The token in it is none.</exception>
    public Task<bool> RunAsync(OutboxKind kind, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case OutboxKind.InitialPassword:
                var password = JsonSerializer.Deserialize(payload, OutboxJson.Default.InitialPasswordPayload) ?? throw new JsonException();
                return UsedAsync(password.MailboxId, cancellationToken);
            case OutboxKind.Notice:
                var notice = JsonSerializer.Deserialize(payload, OutboxJson.Default.NoticePayload) ?? throw new JsonException();
                return OpenedAsync(SHA256.HashData(Base64Url.DecodeFromChars(notice.Token)), cancellationToken);
            default:
                return Task.FromResult(false); // nothing shows whether it was read
        }
    }

    /// <summary>Whether the message that a notice tells of was deleted, or is locked.</summary>
    /// <param name="payload">What the notice's box holds; read before the first wait.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <exception cref="JsonException">The payload is not one.</exception>
    /// <exception cref="FormatException">The token in it is none.</exception>
    public Task<bool> IsGoneAsync(ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        var notice = JsonSerializer.Deserialize(payload, OutboxJson.Default.NoticePayload) ?? throw new JsonException();
        return IsGoneAsync(SHA256.HashData(Base64Url.DecodeFromChars(notice.Token)), cancellationToken);
    }

    private async Task<bool> IsGoneAsync(byte[] token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await context.Notices.AnyAsync(
            n => n.TokenHash == token && context.Deliveries.Any(d => d.Id == n.DeliveryId && d.LockedAt == null), cancellationToken);
    }

    private async Task<bool> UsedAsync(Guid mailbox, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.InitialPasswords.AnyAsync(p => p.MailboxId == mailbox && p.UsedAt != null, cancellationToken);
    }

    private async Task<bool> OpenedAsync(byte[] token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await context.Notices.AnyAsync(
            n => n.TokenHash == token && context.Deliveries.Any(d => d.Id == n.DeliveryId && d.ReadAt == null), cancellationToken);
    }
}
