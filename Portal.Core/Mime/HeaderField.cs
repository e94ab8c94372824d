namespace Portal.Core.Mime;

/// <summary>One header field (RFC 5322 §2.2) as it stood, unfolded but not decoded.</summary>
/// <param name="Name">The field name, in the spelling that was received.</param>
/// <param name="Value">The unfolded value without the leading white space. Bytes above 0x7F are read as UTF-8 where they are
/// UTF-8 (RFC 6532), else as Windows-1252.</param>
public sealed record HeaderField(string Name, string Value)
{
    /// <summary>Whether this is the field <paramref name="name"/>; names are compared without regard to case.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
