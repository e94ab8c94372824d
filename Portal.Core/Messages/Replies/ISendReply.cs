namespace Portal.Core.Messages.Replies;

/// <summary>Sends what a person wrote through the tunnel.</summary>
public interface ISendReply
{
    /// <summary>Whether a reply can leave at all: the tenant has a gateway with a certificate that can be encrypted to.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="gateway">The name of the gateway that handed the answered mail over, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<bool> CanSendAsync(string tenant, string? gateway, CancellationToken cancellationToken);

    /// <summary>Composes, signs, encrypts, and writes outbox and the writer's copy in one transaction.</summary>
    /// <returns>The delivery of the writer's copy; null where <see cref="Reply.Claim"/> said no.</returns>
    Task<Guid?> SendAsync(Reply reply, CancellationToken cancellationToken);
}
