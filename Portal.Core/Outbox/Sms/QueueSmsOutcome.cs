using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>What became of the wish to send an SMS.</summary>
public abstract record QueueSmsOutcome
{
    private QueueSmsOutcome()
    {
    }

    /// <summary>It is in the outbox and leaves within seconds.</summary>
    /// <param name="Id">The id in outbox and history.</param>
    public sealed record Queued(Guid Id) : QueueSmsOutcome;

    /// <summary>There were too many already; nothing was queued or counted.</summary>
    /// <param name="Limit">The limit that is reached.</param>
    /// <param name="Until">When its window ends.</param>
    public sealed record LimitReached(SmsLimit Limit, DateTimeOffset Until) : QueueSmsOutcome;

    /// <summary>The number's country is not among <c>Sms:Countries</c>.</summary>
    /// <param name="Country">Its ISO 3166 code.</param>
    public sealed record NotAllowedCountry(string Country) : QueueSmsOutcome;

    /// <summary>No provider is set.</summary>
    public sealed record NoProvider : QueueSmsOutcome;
}
