using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Sms.Limits;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>Puts an SMS into the outbox, if country and limits allow it. Whoever asks for one on a person's behalf goes through here.</summary>
public sealed partial class QueueSms(
    IDbContextFactory<PortalContext> contexts, OutboxSealer sealer, SmsLimits limits, IOptions<SmsOptions> settings,
    [FromKeyedServices(OutboxKind.Sms)] OutboxSignal signal, TimeProvider clock, ILogger<QueueSms> logger)
{
    private const string Savepoint = "sms";

    private readonly long[] _told = new long[(int)SmsLimit.All + 1];

    /// <summary>Counts, queues and wakes the worker; all of it, or nothing is counted.</summary>
    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away or locked.</exception>
    public async Task<QueueSmsOutcome> QueueAsync(SmsRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Text.Length is 0 or > SmsRequest.LongestText)
        {
            throw new ArgumentException("The text of an SMS is empty or too long.", nameof(request));
        }

        if (WhyNot(request.Number) is { } refused)
        {
            return refused;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var outcome = await AddAsync(context, request, cancellationToken);
        if (outcome is QueueSmsOutcome.Queued)
        {
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Wake();
        }

        return outcome;
    }

    /// <summary>Why no SMS at all goes to a number, limits apart; null where one may.</summary>
    public QueueSmsOutcome? WhyNot(PhoneNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return settings.Value.Provider == SmsProvider.None ? new QueueSmsOutcome.NoProvider()
            : settings.Value.Allows(number.Country) ? null
            : new QueueSmsOutcome.NotAllowedCountry(number.Country);
    }

    /// <summary>Counts, and adds to the caller's transaction, which is to be saved, committed and followed by <see cref="Wake"/>. Where the limits refuse, nothing
    /// of it stays in the transaction.</summary>
    internal async Task<QueueSmsOutcome> AddAsync(PortalContext context, SmsRequest request, CancellationToken cancellationToken)
    {
        if (WhyNot(request.Number) is { } refused)
        {
            return refused;
        }

        var transaction = context.Database.CurrentTransaction ?? throw new InvalidOperationException("Limits are counted within a transaction.");
        await transaction.CreateSavepointAsync(Savepoint, cancellationToken);
        if (await limits.CountAsync(context, settings.Value, request, clock.GetUtcNow(), cancellationToken) is var (limit, until))
        {
            await transaction.RollbackToSavepointAsync(Savepoint, cancellationToken);
            Tell(limit, until);
            return new QueueSmsOutcome.LimitReached(limit, until);
        }

        var entry = sealer.Seal(Payload(request), request.Tenant);
        context.Add(entry);
        context.Add(new SmsMessage
        {
            Id = entry.Id,
            Purpose = request.Purpose,
            OwnerId = request.OwnerId,
            MaskedNumber = request.Number.Masked,
            CreatedAt = entry.CreatedAt,
        });
        return new QueueSmsOutcome.Queued(entry.Id);
    }

    /// <summary>Wakes the worker of this process.</summary>
    internal void Wake() => signal.Wake();

    private static SmsPayload Payload(SmsRequest request) => new()
    {
        Number = request.Number.E164,
        Text = request.Text,
        Purpose = request.Purpose,
        ValidUntil = request.ValidUntil,
    };

    // Strangers can reach a limit as often as they like: of those that concern everybody one line a day is enough, of others none is needed.
    private void Tell(SmsLimit limit, DateTimeOffset until)
    {
        if (limit is SmsLimit.Country or SmsLimit.All && Interlocked.Exchange(ref _told[(int)limit], until.UtcTicks) != until.UtcTicks)
        {
            LogLimit(limit, until);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error,
        Message = "The limit of SMS ({Limit}) is reached; until {Until:u} none that it concerns is sent. See Sms:MaxPerDay and Sms:MaxPerCountryPerDay.")]
    private partial void LogLimit(SmsLimit limit, DateTimeOffset until);
}
