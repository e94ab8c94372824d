using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>A reply that was given up.</summary>
/// <param name="Failure">What becomes a message in the writer's inbox.</param>
/// <param name="Mail">The mail that tells the writer of it.</param>
internal sealed record ReturnedReply(ReplyFailure Failure, OutboxEntry Mail);
