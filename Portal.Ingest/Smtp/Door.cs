namespace Portal.Ingest.Smtp;

/// <summary>The two protocols a gateway may speak.</summary>
internal enum Door
{
    /// <summary>RFC 5321: one reply for all recipients.</summary>
    Smtp,

    /// <summary>RFC 2033: one reply a recipient.</summary>
    Lmtp,
}
