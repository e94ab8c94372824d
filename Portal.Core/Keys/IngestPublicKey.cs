using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>The public half of the key with which ingest seals: what a reader holds a message key against.</summary>
/// <param name="Key">The key.</param>
public sealed record IngestPublicKey(P256PublicKey Key);
