using Portal.Core.Outbox.Journal;

namespace Portal.Core.Outbox;

/// <summary>A composed mail on its way to a transport.</summary>
internal sealed record OutgoingMail
{
    /// <summary>The outbox entry's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the entry was written; the same at each attempt.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The envelope's sender.</summary>
    public required string From { get; init; }

    /// <summary>The envelope's recipient.</summary>
    public required string To { get; init; }

    /// <summary>Headers and body, lines ended by CRLF, the last one too.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>For the transport to call the moment the mail has come so far, before it does anything else. Never throws.</summary>
    public Action<JournalState> Note { get; init; } = _ => { };

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(OutgoingMail);
}
