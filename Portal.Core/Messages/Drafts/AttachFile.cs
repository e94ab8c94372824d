using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Drafts;

/// <summary>What became of a file that somebody wanted to attach.</summary>
public enum AttachOutcome
{
    /// <summary>It belongs to the draft, now or since before.</summary>
    Attached = 1,

    /// <summary>All files together would be larger than the tenant allows.</summary>
    TooLarge = 2,

    /// <summary>There would be more files than the tenant allows.</summary>
    TooMany = 3,

    /// <summary>There is no such draft (any more).</summary>
    Gone = 4,

    /// <summary>The files of all drafts of the same person would be larger than <see cref="AttachFile.DraftsAtOnce"/> messages may be.</summary>
    DraftsTooLarge = 5,
}

/// <summary>Seals a file while it comes in, under a key of its own, and makes it a draft's. Its plaintext never touches the disk.</summary>
public sealed class AttachFile(IDbContextFactory<PortalContext> contexts, BlobFolder blobs, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>How many times the files of one message all drafts of a person may hold.</summary>
    public const int DraftsAtOnce = 4;

    private const int BufferSize = 64 * 1024;

    /// <summary>Reads the file to its end, or to where it is too large.</summary>
    /// <param name="tenant">Whose limits hold.</param>
    /// <param name="mailbox">The mailbox that writes.</param>
    /// <param name="draftId">The draft, which is saved already.</param>
    /// <param name="name">The file's name as a stranger's browser gave it.</param>
    /// <param name="mediaType">Its type, as the browser gave it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Ends the work; nothing is kept then.</param>
    public async Task<AttachOutcome> AttachAsync(
        string tenant, UnlockedMailbox mailbox, Guid draftId, string? name, string? mediaType, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(content);
        var options = tenants[tenant];
        var room = await RoomAsync(mailbox, draftId, options, cancellationToken);
        if (room.Refused is { } refused)
        {
            return refused;
        }

        var id = Guid.NewGuid();
        using var key = MessageKey.Create();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var blob = blobs.Create();
        await using var sealing = new SealingStream(blob.Stream, key, new SealingContext(SealedKind.DraftFile, id), leaveOpen: true);
        if (!await CopyAsync(content, sealing, digest, room.Bytes, cancellationToken))
        {
            return room.Beyond;
        }

        await sealing.CompleteAsync(cancellationToken);
        var known = new DraftFileName(FileNames.Clean(name) ?? "file", ReplyFileType.Of(mediaType));
        if (await IsThereAsync(mailbox, draftId, known, sealing.PlaintextLength, digest.GetHashAndReset(), cancellationToken))
        {
            return AttachOutcome.Attached;
        }

        await blob.CommitAsync(id, cancellationToken);
        return await WriteOrDeleteAsync(mailbox, options, new DraftFile
        {
            Id = id,
            DraftId = draftId,
            SealedKey = SealedDraftKey.OfFile(key, mailbox.Key.SymmetricKey, mailbox.Id, draftId, id),
            Name = SealedBytes.Seal(
                JsonSerializer.SerializeToUtf8Bytes(known, DraftJson.Default.DraftFileName), key, new SealingContext(SealedKind.DraftName, id)),
            Size = sealing.PlaintextLength,
            CreatedAt = time.GetUtcNow(),
        });
    }

    private async Task<bool> IsThereAsync(
        UnlockedMailbox mailbox, Guid draftId, DraftFileName name, long size, byte[] sha256, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await new SameFile(context, blobs, mailbox).IsInAsync(draftId, name, size, sha256, cancellationToken);
    }

    private async Task<AttachOutcome> WriteOrDeleteAsync(UnlockedMailbox mailbox, TenantOptions options, DraftFile file)
    {
        var outcome = AttachOutcome.Gone;
        try
        {
            return outcome = await WriteAsync(mailbox, options, file);
        }
        finally
        {
            if (outcome != AttachOutcome.Attached)
            {
                blobs.Delete(file.Id);
            }
        }
    }

    private async Task<Room> RoomAsync(UnlockedMailbox mailbox, Guid draftId, TenantOptions options, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await RoomAsync(context, mailbox, draftId, options, cancellationToken);
    }

    private static async Task<Room> RoomAsync(
        PortalContext context, UnlockedMailbox mailbox, Guid draftId, TenantOptions options, CancellationToken cancellationToken)
    {
        if (!await context.Drafts.AnyAsync(d => d.Id == draftId && d.MailboxId == mailbox.Id && d.SentAt == null, cancellationToken))
        {
            return new Room(AttachOutcome.Gone);
        }

        var sizes = await context.DraftFiles.Where(f => f.DraftId == draftId).Select(f => f.Size).ToListAsync(cancellationToken);
        if (sizes.Count >= options.MaxReplyFiles)
        {
            return new Room(AttachOutcome.TooMany);
        }

        var own = SameOwner.Mailboxes(context, mailbox.Id);
        var all = await context.DraftFiles.Where(f => context.Drafts.Any(d => d.Id == f.DraftId && d.SentAt == null && own.Any(m => m.Id == d.MailboxId)))
            .SumAsync(f => f.Size, cancellationToken);
        var (here, everywhere) = (options.MaxReplyBytes - sizes.Sum(), (DraftsAtOnce * options.MaxReplyBytes) - all);
        return everywhere < here ? new Room(null, everywhere, AttachOutcome.DraftsTooLarge) : new Room(null, here);
    }

    // The limits once more, where nobody else attaches: two uploads at once see the same room.
    private async Task<AttachOutcome> WriteAsync(UnlockedMailbox mailbox, TenantOptions options, DraftFile file)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await SameOwner.QueueAsync(context, mailbox.Id, CancellationToken.None);
        var room = await RoomAsync(context, mailbox, file.DraftId, options, CancellationToken.None);
        if (room.Refused is not null || file.Size > room.Bytes)
        {
            return room.Refused ?? room.Beyond;
        }

        context.Add(file);
        await context.SaveChangesAsync();
        await context.Drafts.Where(d => d.Id == file.DraftId).ExecuteUpdateAsync(set => set.SetProperty(d => d.UpdatedAt, file.CreatedAt));
        await transaction.CommitAsync();
        return AttachOutcome.Attached;
    }

    private static async Task<bool> CopyAsync(Stream from, Stream to, IncrementalHash digest, long room, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken)) > 0)
            {
                if ((room -= read) < 0)
                {
                    return false;
                }

                digest.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    // What is refused at once, or how many bytes there is room for, and what more of them would be.
    private sealed record Room(AttachOutcome? Refused, long Bytes = 0, AttachOutcome Beyond = AttachOutcome.TooLarge);
}
