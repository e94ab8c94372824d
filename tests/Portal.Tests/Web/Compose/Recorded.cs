using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Replies;
using Portal.Core.Storage;

namespace Portal.Tests.Web.Compose;

/// <summary>Stands for the sending side: reads all files, then runs the claim in a transaction as it does, and remembers what would have left.</summary>
internal sealed class Recorded(IDbContextFactory<PortalContext> contexts) : ISendReply
{
    private readonly List<(Reply Reply, IReadOnlyList<byte[]> Files)> _sent = [];

    public bool Can { get; set; } = true;

    public IReadOnlyList<(Reply Reply, IReadOnlyList<byte[]> Files)> Sent
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    public Task<bool> CanSendAsync(string tenant, string? gateway, CancellationToken cancellationToken) => Task.FromResult(Can);

    public async Task<Guid?> SendAsync(Reply reply, CancellationToken cancellationToken)
    {
        var files = new List<byte[]>();
        foreach (var file in reply.Files)
        {
            await using var from = await file.Open(cancellationToken);
            using var bytes = new MemoryStream();
            await from.CopyToAsync(bytes, cancellationToken);
            files.Add(bytes.ToArray());
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!await reply.Claim(context, cancellationToken))
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        lock (_sent)
        {
            _sent.Add((reply, files));
        }

        return Guid.NewGuid();
    }
}
