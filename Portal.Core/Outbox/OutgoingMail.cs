using Portal.Core.Outbox.Journal;

namespace Portal.Core.Outbox;

/// <summary>A composed mail on its way to a transport.</summary>
internal sealed record OutgoingMail
{
    /// <summary>The outbox entry's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the entry was written; the same at each attempt.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The envelope's sender; empty for none, so that no answer of a machine comes back.</summary>
    public required string From { get; init; }

    /// <summary>The envelope's recipient.</summary>
    public required string To { get; init; }

    /// <summary>Headers and body, lines ended by CRLF, the last one too; where there is a <see cref="Body"/> of its own, all before it.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The body, if it lies in a file: it is read while the mail is sent.</summary>
    public OutgoingBody? Body { get; init; }

    /// <summary>Bytes in all.</summary>
    public long Length => Content.Length + (Body?.Length ?? 0);

    /// <summary>For the transport to call the moment the mail has come so far, before it does anything else. Never throws.</summary>
    public Action<JournalState> Note { get; init; } = _ => { };

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(OutgoingMail);
}

/// <summary>A body in a file.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Open">Opens it: lines that end with CRLF, the last one too, none of which begins with a dot.</param>
internal sealed record OutgoingBody(long Length, Func<Stream> Open);
