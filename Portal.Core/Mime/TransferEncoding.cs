namespace Portal.Core.Mime;

/// <summary>How a part's bytes were made fit for transport (RFC 2045 §6).</summary>
public enum TransferEncoding
{
    /// <summary>ASCII lines as they are; what applies where nothing is said.</summary>
    SevenBit,

    /// <summary>Lines as they are, with bytes above 0x7F.</summary>
    EightBit,

    /// <summary>Bytes as they are.</summary>
    Binary,

    /// <summary>RFC 2045 §6.7.</summary>
    QuotedPrintable,

    /// <summary>RFC 2045 §6.8.</summary>
    Base64,

    /// <summary>A name we do not know: the bytes are given as they are.</summary>
    Unknown,

    /// <summary>The body is one uuencoded file, as mails had it before MIME (<c>x-uuencode</c>).</summary>
    Uuencode,
}
