using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Pages.Health;

/// <summary>Whether database and disk work. However many ask, they are tried once a second at most.</summary>
internal sealed partial class Readiness(
    IDbContextFactory<PortalContext> contexts, BlobFolder blobs, TimeProvider time, ILogger<Readiness> log) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1);
    private (long At, bool Ready)? _last;

    public async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) >= Fresh)
            {
                _last = last = (time.GetTimestamp(), await TryAsync(cancellationToken));
            }

            return last.Ready;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await context.Gateways.AnyAsync(cancellationToken);
            await using var draft = blobs.Create();
            await draft.Stream.WriteAsync(new byte[1], cancellationToken);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogNotReady(error.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Kind}")]
    private partial void LogNotReady(string kind);
}
