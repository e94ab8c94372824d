namespace Portal.Ingest.Smtp.Envelopes;

/// <summary>What MAIL's BODY parameter says of the content (RFC 6152, RFC 3030 §3).</summary>
internal enum BodyKind
{
    SevenBit,
    EightBit,
    Binary,
}
