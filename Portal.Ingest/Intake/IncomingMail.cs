namespace Portal.Ingest.Intake;

/// <summary>One mail as a door received it: the envelope, the outer header in memory, the body spooled.</summary>
public sealed record IncomingMail
{
    /// <summary>The reverse path of the envelope (RFC 5321 §4.1.1.2); empty for the null reverse path.</summary>
    public required string ReversePath { get; init; }

    /// <summary>The envelope's recipients in the order they were given; at least one.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>The outer header block as received, the empty line included.</summary>
    public required ReadOnlyMemory<byte> OuterHeader { get; init; }

    /// <summary>The outer body as received (dots unstuffed), readable from its beginning.</summary>
    public required Stream Body { get; init; }

    /// <summary>The gateway that the door has identified, whose signature the mail must bear; null where the door asks for nobody's name.</summary>
    public string? Gateway { get; init; }

    /// <summary>Whether it came back to the one bounce address that it names: the body holds as much as is read of a report, and is nobody's message.</summary>
    public bool Returned { get; init; }

    /// <summary>Counted bytes of header and body.</summary>
    public required long Size { get; init; }
}
