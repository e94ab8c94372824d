namespace Portal.Core.Smime;

/// <summary>The outer mail as it came from the gateway: two header values and the body behind the empty line.</summary>
public sealed record TunnelMail
{
    /// <summary>The value of the outer Content-Type field, or null where there is none.</summary>
    public required string? ContentType { get; init; }

    /// <summary>The value of the outer Content-Transfer-Encoding field, or null where there is none.</summary>
    public required string? ContentTransferEncoding { get; init; }

    /// <summary>The body, read once from where it stands to its end.</summary>
    public required Stream Body { get; init; }
}
