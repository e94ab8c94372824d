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

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What a listing shows, a sealed stream of the kind <c>summary</c>.</summary>
    public required byte[] Summary { get; init; }

    /// <summary>The outline, a sealed stream of the kind <c>outline</c>.</summary>
    public required byte[] Outline { get; init; }
}
