namespace Portal.Core.Storage.Model;

/// <summary>One mail that came out of the tunnel. Its bytes are the blob of the same id, stored once, sealed.</summary>
public sealed class Message
{
    /// <summary>Random; names the blob and is part of what the message key is bound to.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant whose gateway handed it over.</summary>
    public required string Tenant { get; init; }

    /// <summary>The name of the gateway that signed it.</summary>
    public required string Gateway { get; init; }

    /// <summary>Bytes of the stored plaintext.</summary>
    public required long Size { get; init; }

    /// <summary>Whether its sender wants it read only in sessions with a second factor.</summary>
    public bool SecondFactor { get; init; }

    /// <summary>Whether its sender wants no answers.</summary>
    public bool NoReply { get; init; }

    /// <summary>
    /// Who sent it: a vault box with the purpose <c>sender</c>, bound to the message. Empty for what was written here, and in rows of an older version: nobody
    /// is told anything of those.
    /// </summary>
    public byte[] Sender { get; init; } = [];

    /// <summary>A name of the sender's address, 32 bytes under the pepper, by which a sender finds what is his; null where <see cref="Sender"/> is empty.</summary>
    public byte[]? SenderHash { get; init; }

    /// <summary>Whether a machine sent it (RFC 3834 §2): nobody is told anything then.</summary>
    public bool Automatic { get; init; }

    /// <summary>When it goes for good, or null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Whether its sender named that end: then no reader keeps it longer.</summary>
    public bool EndBySender { get; init; }

    /// <summary>When its recipients were told that it will go soon, or null.</summary>
    public DateTimeOffset? ExpiryToldAt { get; set; }

    /// <summary>Since when an operator holds it, so that nothing and nobody deletes it; null: not.</summary>
    public DateTimeOffset? HeldAt { get; set; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What a listing shows, a sealed stream of the kind <c>summary</c>.</summary>
    public required byte[] Summary { get; init; }

    /// <summary>The outline, a sealed stream of the kind <c>outline</c>.</summary>
    public required byte[] Outline { get; init; }
}
