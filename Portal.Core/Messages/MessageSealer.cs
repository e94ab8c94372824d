using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages;

/// <summary>
/// Seals one message while it is decrypted, under a key that nothing knows yet. Thrown away, it leaves nothing; finished, the
/// message is read back, understood, and durable.
/// </summary>
public sealed class MessageSealer : IAsyncDisposable
{
    private readonly BlobFolder _blobs;
    private Draft _draft;

    internal MessageSealer(BlobFolder blobs)
    {
        _blobs = blobs;
        _draft = new Draft(blobs);
    }

    /// <summary>Where the plaintext goes.</summary>
    public Stream Destination => _draft.Sealing;

    /// <summary>
    /// Completes the stream and reads it back once to take down the outline: nothing is understood as MIME before this call, which
    /// the caller makes only when the signature has held. Fields that steer the portal are taken out, as
    /// marks in the subject are, and the ones of <paramref name="outer"/> that the message lacks are put in.
    /// </summary>
    /// <param name="outer">Fields from outside the signature that count, empty unless the gateway is trusted with them.</param>
    /// <param name="cancellationToken">Ends the work; nothing is kept then.</param>
    /// <returns>The message, whose blob is durable under its name.</returns>
    public async Task<SealedMessage> FinishAsync(IReadOnlyList<HeaderField> outer, CancellationToken cancellationToken)
    {
        await _draft.Sealing.CompleteAsync(cancellationToken);
        var outline = await OutlineAsync(cancellationToken);
        var missing = outer.Where(field => !outline.Headers.Any(h => h.Is(field.Name))).ToList();
        if (outline.SteeringRanges.Count + outline.MarkedSubjects.Count + missing.Count > 0)
        {
            var (steering, marked) = (outline.Steering, outline.MarkedSubjects);
            await RewriteAsync(outline, missing, cancellationToken);
            outline = await OutlineAsync(cancellationToken) with { Steering = steering, MarkedSubjects = marked, HasOuterFields = missing.Count > 0 };
        }

        var id = _draft.Id;
        await _draft.Blob.CommitAsync(id, cancellationToken);
        return new SealedMessage(id, _draft.TakeKey(), outline, _draft.Sealing.PlaintextLength);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _draft.DisposeAsync();

    private async Task<Outline> OutlineAsync(CancellationToken cancellationToken)
    {
        await using var plaintext = _draft.OpenRead();
        return await OutlineReader.ReadAsync(plaintext, new OutlineOptions(), cancellationToken);
    }

    private async Task RewriteAsync(Outline outline, List<HeaderField> missing, CancellationToken cancellationToken)
    {
        var rewritten = new Draft(_blobs);
        try
        {
            await using (var plaintext = _draft.OpenRead())
            {
                await RewriteMessage.CopyAsync(plaintext, outline, missing, rewritten.Sealing, cancellationToken);
            }

            await rewritten.Sealing.CompleteAsync(cancellationToken);
        }
        catch
        {
            await rewritten.DisposeAsync();
            throw;
        }

        await _draft.DisposeAsync();
        _draft = rewritten;
    }

    // A draft has an id and a key of its own: nothing is ever sealed twice under one key.
    private sealed class Draft : IAsyncDisposable
    {
        private MessageKey? _key = MessageKey.Create();

        public Draft(BlobFolder blobs)
        {
            Blob = blobs.Create();
            Sealing = new SealingStream(Blob.Stream, _key, new SealingContext(SealedKind.Message, Id), leaveOpen: true);
        }

        public Guid Id { get; } = Guid.NewGuid();

        public BlobDraft Blob { get; }

        public SealingStream Sealing { get; }

        public OpeningStream OpenRead()
        {
            Blob.Stream.Position = 0;
            return new OpeningStream(Blob.Stream, _key!, new SealingContext(SealedKind.Message, Id), leaveOpen: true);
        }

        public MessageKey TakeKey()
        {
            var key = _key!;
            _key = null;
            return key;
        }

        public async ValueTask DisposeAsync()
        {
            await Sealing.DisposeAsync();
            await Blob.DisposeAsync();
            _key?.Dispose();
        }
    }
}
