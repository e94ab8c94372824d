using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Portal.Core.Keys;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Mails;
using Portal.Core.Outbox.Sms;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox;

/// <summary>Opens one entry's box, composes its mail or SMS and hands it to the transport. Whatever goes wrong is this entry's outcome alone.</summary>
internal sealed partial class SendEntry(
    VaultKey vault, TenantCatalog tenants, ComposeMail compose, IMailTransport transport, SendSms sms, OutboxJournal journal, CheckUse use,
    OutboxSealer outbox, TimeProvider clock, ILogger<SendEntry> logger, IFindRecipient? recipients = null)
{
    private readonly VaultBoxOpener _boxes = new(vault);
    private readonly OpenUndelivered _undelivered = new(vault, outbox, tenants, clock);

    public async Task<Settlement> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var settlement = new Settlement(entry, await AttemptAsync(entry, cancellationToken));
        if (settlement.State == OutboxState.Failed)
        {
            settlement = settlement with
            {
                Undelivered = MailboxOf(entry),
                Returned = _undelivered.ReplyOf(entry, settlement.Outcome.Code),
                Lost = _undelivered.LostOf(entry, StatusOf(settlement.Outcome)),
            };
        }

        if (settlement.Outcome is SendOutcome.Sent { Needless: false })
        {
            settlement = settlement with { Notified = NotifiedBy(entry) };
        }

        if (settlement.Outcome is not SendOutcome.NotBegun)
        {
            var level = settlement.State switch
            {
                OutboxState.Sent => LogLevel.Debug,
                OutboxState.Waiting => LogLevel.Warning,
                _ => LogLevel.Error,
            };
            LogAttempt(level, entry.Id, entry.Kind, settlement.Attempts, settlement.State, settlement.Outcome.Code);
        }

        return settlement;
    }

    private async Task<SendOutcome> AttemptAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (!tenants.Exists(entry.Tenant))
        {
            return new SendOutcome.Refused("unknown tenant");
        }

        try
        {
            return entry.Kind == OutboxKind.Sms ? await SendSmsAsync(entry, cancellationToken) : await SendMailAsync(entry, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.NotBegun();
        }
        catch (Exception error) when (error is SealingException or JsonException or FormatException)
        {
            // It will read no better the next time; `outbox retry` tries it again when the cause is mended.
            return new SendOutcome.Refused("unreadable entry");
        }
        catch (Exception error)
        {
            // The class only: messages of exceptions may repeat what was being written.
            return new SendOutcome.Deferred(error.GetType().Name);
        }
    }

    private async Task<SendOutcome> SendMailAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (entry.LastFailure == SendOutcome.Unconfirmed && await Open(entry, payload => use.RunAsync(entry.Kind, payload, cancellationToken)))
        {
            return new SendOutcome.Sent("used") { Needless = true };
        }

        // At the first attempt nobody has had the time to delete anything.
        if (entry is { Kind: OutboxKind.Notice, Attempts: > 0 } && await Open(entry, payload => use.IsGoneAsync(payload, cancellationToken)))
        {
            return new SendOutcome.Sent("deleted") { Needless = true };
        }

        // A code that came late would only send its reader to a form that refuses it.
        if (entry.Kind == OutboxKind.MailCode && Open(entry, EndOf) <= clock.GetUtcNow())
        {
            return new SendOutcome.Expired();
        }

        var recipient = await FindRecipientAsync(entry, cancellationToken);
        var mail = Open(entry, payload => compose.Compose(entry, payload, recipient)) with { Note = state => Note(entry, state) };
        return await transport.SendAsync(mail, cancellationToken);
    }

    private static DateTimeOffset EndOf(byte[] payload) =>
        (JsonSerializer.Deserialize(payload, OutboxJson.Default.MailCodePayload) ?? throw new JsonException()).ValidUntil;

    private async Task<KnownRecipient?> FindRecipientAsync(OutboxEntry entry, CancellationToken cancellationToken) =>
        recipients is not null && IsForReader(entry.Kind)
            ? await recipients.FindAsync(entry.Tenant, Open(entry, ReadTo), cancellationToken)
            : null;

    // Mails to senders are not: a sender with an account here reads them as what he is then.
    private static bool IsForReader(OutboxKind kind) =>
        kind is OutboxKind.Notice or OutboxKind.SignIn or OutboxKind.Digest or OutboxKind.MailCode or OutboxKind.PasswordReset
            or OutboxKind.PasswordChanged or OutboxKind.Factor or OutboxKind.ExpiryWarning;

    private static string ReadTo(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.TryGetProperty(nameof(NoticePayload.To), out var to) ? to.GetString() ?? "" : "";
    }

    private async Task<SendOutcome> SendSmsAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var outcome = await sms.SendAsync(Open(entry, payload => sms.Read(entry, payload)), cancellationToken);
        if (outcome is SendOutcome.Sent)
        {
            Note(entry, JournalState.Taken);
        }

        return outcome;
    }

    private void Note(OutboxEntry entry, JournalState state)
    {
        try
        {
            journal.Note(entry, state);
        }
        catch (IOException error)
        {
            LogNotNoted(entry.Id, error.GetType().Name);
        }
    }

    private static string StatusOf(SendOutcome outcome) =>
        outcome is SendOutcome.Refused refused ? EnhancedStatus.OfRefusal(refused.Reason) : EnhancedStatus.TooLong;

    private Guid? MailboxOf(OutboxEntry entry)
    {
        try
        {
            return entry.Kind == OutboxKind.InitialPassword
                ? Open(entry, payload => JsonSerializer.Deserialize(payload, OutboxJson.Default.InitialPasswordPayload)?.MailboxId)
                : null;
        }
        catch (Exception error) when (error is SealingException or JsonException)
        {
            return null;
        }
    }

    private IReadOnlyList<(Guid Id, string By)> NotifiedBy(OutboxEntry entry) => entry.Kind switch
    {
        OutboxKind.Notice when entry.DeliveryId is { } delivery => [(delivery, "notice")],
        OutboxKind.Digest => [.. Open(
            entry, payload => JsonSerializer.Deserialize(payload, OutboxJson.Default.DigestPayload)?.Deliveries ?? []).Select(id => (id, "daily mail"))],
        _ => [],
    };

    private T Open<T>(OutboxEntry entry, Func<byte[], T> read)
    {
        var payload = _boxes.Open(OutboxSealer.Purpose, entry.Id, entry.Box);
        try
        {
            return read(payload);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(payload);
        }
    }

    [LoggerMessage(EventId = 1, Message = "Outbox entry {Entry} ({Kind}), attempt {Attempt}: {State} ({Code})")]
    private partial void LogAttempt(LogLevel level, Guid entry, OutboxKind kind, int attempt, OutboxState state, string code);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Outbox entry {Entry} is on its way, but the journal cannot be written ({Failure}).")]
    private partial void LogNotNoted(Guid entry, string failure);
}
