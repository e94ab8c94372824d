namespace Portal.Ingest.Smtp;

/// <summary>Where a conversation stands; as flags, the places where a command may be said.</summary>
[Flags]
internal enum Phases
{
    None = 0,

    /// <summary>Connected, or TLS just began: nobody has said hello.</summary>
    New = 1,

    /// <summary>Greeted, no mail begun.</summary>
    Ready = 2,

    /// <summary>MAIL was accepted.</summary>
    Sender = 4,

    /// <summary>At least one RCPT was accepted.</summary>
    Recipients = 8,

    /// <summary>BDAT has begun the content.</summary>
    Chunks = 16,

    Always = New | Ready | Sender | Recipients | Chunks,
}
