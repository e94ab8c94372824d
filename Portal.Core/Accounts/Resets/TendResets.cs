using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>Answers requests for new passwords as they come, also those of another process, and forgets those that are over.</summary>
public sealed partial class TendResets(
    AnswerResets answers, IDbContextFactory<PortalContext> contexts, [FromKeyedServices(OutboxKind.PasswordReset)] OutboxSignal signal,
    TimeProvider time, ILogger<TendResets> logger) : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Deletes what ended a day ago: until then it counts against the limits.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Kept;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.PasswordResets.Where(r => r.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TendAsync(stoppingToken);
                await signal.WaitAsync(AtMost, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task TendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await answers.RunAsync(cancellationToken);
            await ForgetAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The kind only: texts of exceptions may repeat what was being read or written.
            LogFailed(error.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Requests for new passwords could not be answered ({Failure}); they are tried again.")]
    private partial void LogFailed(string failure);
}
