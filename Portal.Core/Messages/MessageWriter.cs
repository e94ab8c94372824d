using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;

namespace Portal.Core.Messages;

/// <summary>
/// One transaction carries all messages that wait while the one before reaches the disk (group commit). A message is still written
/// whole or not at all, and its writer hears of it only when it is durable.
/// </summary>
public sealed class MessageWriter : IAsyncDisposable
{
    private const int LargestBatch = 64;

    private readonly IDbContextFactory<PortalContext> _contexts;
    private readonly QueueSms _sms;
    private readonly AppendEvidence _evidence;
    private readonly TimeProvider _time;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(4 * LargestBatch) { SingleReader = true });

    private readonly Task _loop;
    private MessageInserts? _inserts;

    /// <summary>Starts the writer.</summary>
    public MessageWriter(IDbContextFactory<PortalContext> contexts, QueueSms sms, AppendEvidence evidence, TimeProvider time)
    {
        _contexts = contexts;
        _sms = sms;
        _evidence = evidence;
        _time = time;
        _loop = Task.Run(LoopAsync);
    }

    internal async Task<bool> WriteAsync(PreparedMessage message, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(message);
        await _waiting.Writer.WriteAsync(waiting, cancellationToken);

        // Not cancellable from here on: the caller must learn what became of it.
        return await waiting.Done.Task;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        await CloseAsync();
    }

    private async Task LoopAsync()
    {
        var batch = new List<Waiting>(LargestBatch);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        try
        {
            var written = await WriteBatchAsync([.. batch.Select(w => w.Message)]);
            batch.ForEach(waiting => waiting.Done.SetResult(written.Contains(waiting.Message)));
        }
        catch (Exception error) when (batch.Count > 1 && error is not (DbException or InDoubtException))
        {
            // One message that the database refuses must not take its neighbours along. (A database that is locked or away as a
            // whole throws without EF's wrapping: then nobody waits for it once more.)
            foreach (var waiting in batch)
            {
                await WriteAsync([waiting]);
            }
        }
        catch (Exception error)
        {
            batch.ForEach(waiting => waiting.Done.SetException(error));
        }
    }

    private async Task<IReadOnlySet<PreparedMessage>> WriteBatchAsync(IReadOnlyList<PreparedMessage> messages)
    {
        _inserts ??= await MessageInserts.OpenAsync(_contexts, _sms, _evidence);
        try
        {
            return await _inserts.WriteAsync(messages, _time.GetUtcNow());
        }
        catch
        {
            // Whatever state the connection is in now, the next batch gets another one.
            await CloseAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (_inserts is { } inserts)
        {
            _inserts = null;
            await inserts.DisposeAsync();
        }
    }

    /// <summary>The commit failed and may have happened all the same: what was to be written must not be written again.</summary>
    internal sealed class InDoubtException(Exception inner) : Exception("The commit failed.", inner);

    /// <summary>A mailbox got another key while the message was sealed to the one before: the gateway's next try finds the new one.</summary>
    internal sealed class KeyChangedException() : Exception("A recipient's mailbox has got another key meanwhile.");

    private sealed record Waiting(PreparedMessage Message)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
