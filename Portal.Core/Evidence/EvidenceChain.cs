namespace Portal.Core.Evidence;

/// <summary>What is known of a message, from its first link on.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Links">The links up to the first one that is not as it was written.</param>
/// <param name="Intact">Whether all of them are as they were written, and none is missing between them. One that was taken off the end does not show.</param>
public sealed record EvidenceChain(Guid MessageId, IReadOnlyList<EvidenceLink> Links, bool Intact);

/// <summary>One link.</summary>
/// <param name="At">When it happened, to the millisecond.</param>
/// <param name="Event">What happened.</param>
/// <param name="Content">The JSON that <paramref name="Hash"/> is of.</param>
/// <param name="Hash">SHA-256 of the content, which holds the hash of the link before.</param>
public sealed record EvidenceLink(DateTimeOffset At, EvidenceEvent Event, byte[] Content, byte[] Hash);
