namespace Portal.Core.Mime;

/// <summary>One mailbox of a header field (RFC 5322 §3.4).</summary>
/// <param name="Name">The decoded display name for people; may be empty.</param>
/// <param name="Address">The address as it was written, without white space; empty where there was only a name.</param>
public sealed record MailAddress(string Name, string Address);
