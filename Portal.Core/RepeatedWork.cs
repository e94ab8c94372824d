using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Core;

/// <summary>What a process does now and then beside its doors. A step that fails is written down and keeps neither the others nor the next time.</summary>
/// <param name="first">How long after the start.</param>
/// <param name="then">How long after each time.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go: the step's number and the exception's kind.</param>
public abstract partial class RepeatedWork(TimeSpan first, TimeSpan then, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>What is done each time, one after the other.</summary>
    protected abstract IReadOnlyList<Func<CancellationToken, Task>> Steps { get; }

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var wait = first; ; wait = then)
            {
                await Task.Delay(wait, time, stoppingToken);
                await RunOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        for (var step = 0; step < Steps.Count; step++)
        {
            try
            {
                await Steps[step](cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // The kind only: texts of exceptions may repeat what was being read or written.
                LogFailed(logger, GetType().Name, step + 1, error.GetType().Name, then);
            }
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Work}, step {Step}, failed ({Failure}); it is tried again in {Then}.")]
    private static partial void LogFailed(ILogger logger, string work, int step, string failure, TimeSpan then);
}
