using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Retention;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Mails;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Replies;

/// <summary>
/// Makes messages in the writer's inbox of replies that could not be delivered. That needs the mailbox's key: it happens when the writer comes to look.
/// </summary>
public sealed partial class ReturnReplies(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, OpenMessage messages, ComposeReply compose, BlobFolder blobs, TenantCatalog tenants, TimeProvider time,
    ILogger<ReturnReplies> logger)
{
    /// <summary>How many are laid into the mailboxes at once: somebody waits for the page. The rest comes with the next looks.</summary>
    public const int Most = 20;

    private readonly VaultBoxOpener _boxes = new(vault);

    /// <summary>Lays into these mailboxes what has waited longest for them. Of several at once, one does; what fails is left for the next time.</summary>
    /// <param name="mailboxes">The reader's.</param>
    /// <param name="tenant">The tenant whose pages the reader sees.</param>
    /// <param name="language">The reader's language, or null.</param>
    /// <param name="cancellationToken">Ends the work; what is left waits for the next time.</param>
    public async Task RunAsync(IReadOnlyList<UnlockedMailbox> mailboxes, string tenant, string? language, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await context.ReplyFailures.AsNoTracking().Where(f => owned.Contains(f.MailboxId))
            .OrderBy(f => f.At).ThenBy(f => f.Id).Take(Most).ToListAsync(cancellationToken);
        foreach (var failure in waiting)
        {
            try
            {
                await ReturnAsync(failure, mailboxes.First(m => m.Id == failure.MailboxId), tenant, language, cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // The page that shows the inbox waits for this, and shows all else.
                LogLeft(failure.Id, error.GetType().Name);
            }
        }
    }

    private async Task ReturnAsync(
        ReplyFailure failure, UnlockedMailbox mailbox, string tenant, string? language, CancellationToken cancellationToken)
    {
        var draft = await DraftAsync(failure, mailbox, tenants[tenant], language, cancellationToken);
        using var message = await compose.ComposeAsync(draft, tenant, cancellationToken);
        var written = false;
        try
        {
            written = await WriteAsync(failure, mailbox, tenant, message);
        }
        finally
        {
            if (!written)
            {
                blobs.Delete(message.Id);
            }
        }
    }

    private async Task<bool> WriteAsync(ReplyFailure failure, UnlockedMailbox mailbox, string tenant, SealedMessage message)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync(CancellationToken.None);
        if (await context.ReplyFailures.Where(f => f.Id == failure.Id).ExecuteDeleteAsync(CancellationToken.None) == 0)
        {
            return false;
        }

        context.AddRange(
            OwnRows.MessageOf(message, tenant, gateway: "", secondFactor: false, now, MessageEnd.Of(now, tenants[tenant]), noReply: true),
            OwnRows.DeliveryOf(message, mailbox, now, DeliveryFolder.Inbox));
        await context.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private async Task<MailDraft> DraftAsync(
        ReplyFailure failure, UnlockedMailbox mailbox, TenantOptions tenant, string? language, CancellationToken cancellationToken)
    {
        using var copy = await CopyAsync(failure, mailbox, cancellationToken);
        var texts = MailTexts.In(language ?? "", tenant.Language);
        var subject = copy is null ? "" : HeaderText.Decode(copy.Outline.Header("Subject") ?? "").Trim();
        var thread = copy is null ? new ReplyThread(null, []) : ReplyThread.Of(copy.Outline);
        return new MailDraft
        {
            From = new MailAddress(ShownName.Plain(tenant.DisplayName), tenant.MailFrom),
            To = [new MailAddress("", mailbox.Address)],
            Subject = texts["ReturnSubject", ShownName.Plain(subject)].Trim(),
            Text = texts["ReturnText", RecipientOf(failure), ShownName.Plain(subject), texts.Moment(copy?.ReceivedAt ?? failure.At), failure.Code],
            AutoSubmitted = "auto-replied",
            Extra = thread.Fields,
        };
    }

    // The writer may have deleted the copy, or it may be damaged: then the rest is told without it.
    private async Task<OpenedMessage?> CopyAsync(ReplyFailure failure, UnlockedMailbox mailbox, CancellationToken cancellationToken)
    {
        try
        {
            return await messages.OpenAsync([mailbox with { SecondFactor = true }], failure.DeliveryId, cancellationToken);
        }
        catch (SealingException)
        {
            return null;
        }
    }

    private string RecipientOf(ReplyFailure failure)
    {
        try
        {
            return JsonSerializer.Deserialize(_boxes.Open(OutboxSealer.Purpose, failure.Id, failure.Box), OutboxJson.Default.ReplyPayload)?.To ?? "?";
        }
        catch (Exception error) when (error is SealingException or JsonException)
        {
            return "?";
        }
    }

    [LoggerMessage(LogLevel.Error, "A reply that came back, {Failure}, could not be laid into its writer's mailbox and waits ({Error})")]
    private partial void LogLeft(Guid failure, string error);
}
