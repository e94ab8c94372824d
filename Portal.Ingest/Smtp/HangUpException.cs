namespace Portal.Ingest.Smtp;

/// <summary>Unwinds from wherever a conversation cannot go on. Never leaves the doors.</summary>
/// <param name="farewell">The last words, or null where nobody listens.</param>
/// <param name="kind">For the log: what happened.</param>
internal sealed class HangUpException(Reply? farewell, string kind = "the peer has gone")
    : Exception($"The conversation is over: {kind}.")
{
    public Reply? Farewell { get; } = farewell;

    public string Kind { get; } = farewell is { } reply ? $"{reply.Code} {reply.Status}" : kind;
}
