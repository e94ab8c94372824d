namespace Portal.Core.Messages.Replies;

/// <summary>What stands for the sending side in a process that has none: nothing can leave, and no page offers it.</summary>
internal sealed class NoSending : ISendReply
{
    public Task<bool> CanSendAsync(string tenant, string? gateway, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<Guid?> SendAsync(Reply reply, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing can be sent from here.");
}
