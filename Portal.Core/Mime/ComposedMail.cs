namespace Portal.Core.Mime;

/// <summary>A mail ready to be sent.</summary>
/// <param name="Bytes">The whole message (RFC 5322), lines ending in CRLF, ASCII unless <paramref name="NeedsSmtpUtf8"/>.</param>
/// <param name="MessageId">Its Message-ID with its angle brackets.</param>
/// <param name="NeedsSmtpUtf8">Whether an address in its header has a non-ASCII local part, so that only a server with
/// SMTPUTF8 (RFC 6531) can take it.</param>
public sealed record ComposedMail(ReadOnlyMemory<byte> Bytes, string MessageId, bool NeedsSmtpUtf8);
