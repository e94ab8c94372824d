using Microsoft.Extensions.Options;

namespace Portal.Core.Outbox.Relay;

/// <summary>Hands mails to the relay over a few connections that stay open while there is work.</summary>
internal sealed class SmtpRelay : IMailTransport, IAsyncDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly RelayOptions _options;
    private readonly TimeProvider _clock;
    private readonly SmtpClient _client;
    private readonly ITimer _sweep;
    private readonly Lock _gate = new();
    private readonly List<(SmtpSession Session, DateTimeOffset Since)> _idle = [];
    private volatile Outage? _outage;

    public SmtpRelay(IOptions<RelayOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        _clock = clock;
        _client = new SmtpClient(_options, clock);
        _sweep = clock.CreateTimer(_ => _ = CloseAsync(clock.GetUtcNow() - LongestIdle), null, LongestIdle, LongestIdle);
    }

    public int Lanes => 4;

    public TimeSpan LongestSend => _options.SendTimeout;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LongestSend, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await SendOverAnyAsync(mail, either.Token);
        }
        catch (SmtpFailure failure)
        {
            return new SendOutcome.Deferred(failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Deferred(SmtpFailure.Timeout);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await CloseAsync(DateTimeOffset.MaxValue);
    }

    private async Task<SendOutcome> SendOverAnyAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var session = await TakeAsync(cancellationToken) ?? await OpenAsync(cancellationToken);
        try
        {
            return await session.SendAsync(mail, cancellationToken);
        }
        finally
        {
            if (session.IsUsable)
            {
                Keep(session);
            }
            else
            {
                await session.DisposeAsync();
            }
        }
    }

    /// <summary>A kept connection that still answers; null when there is none.</summary>
    private async Task<SmtpSession?> TakeAsync(CancellationToken cancellationToken)
    {
        while (TakeLatest() is { } session)
        {
            if (await session.ResetAsync(cancellationToken))
            {
                return session;
            }

            await session.DisposeAsync();
        }

        return null;
    }

    private async Task<SmtpSession> OpenAsync(CancellationToken cancellationToken)
    {
        // A relay that is away is asked once in a while, not once for each of a thousand mails.
        if (_outage is { } outage && _clock.GetUtcNow() < outage.Until)
        {
            throw new SmtpFailure(outage.Code);
        }

        try
        {
            return await _client.OpenAsync(cancellationToken);
        }
        catch (SmtpFailure failure)
        {
            _outage = new Outage(_clock.GetUtcNow() + Rest, failure.Message);
            throw;
        }
    }

    private async Task CloseAsync(DateTimeOffset idleSince)
    {
        while (TakeOldest(idleSince) is { } session)
        {
            await session.DisposeAsync();
        }
    }

    private void Keep(SmtpSession session)
    {
        lock (_gate)
        {
            _idle.Add((session, _clock.GetUtcNow()));
        }
    }

    private SmtpSession? TakeLatest()
    {
        lock (_gate)
        {
            return _idle.Count > 0 ? Remove(_idle.Count - 1) : null;
        }
    }

    private SmtpSession? TakeOldest(DateTimeOffset idleSince)
    {
        lock (_gate)
        {
            return _idle.Count > 0 && _idle[0].Since <= idleSince ? Remove(0) : null;
        }
    }

    private SmtpSession Remove(int index)
    {
        var session = _idle[index].Session;
        _idle.RemoveAt(index);
        return session;
    }

    private sealed record Outage(DateTimeOffset Until, string Code);
}
