namespace Portal.Core.Mime;

/// <summary>Reads the addresses of header fields and envelopes.</summary>
public static class AddressList
{
    /// <summary>Reads an address list (RFC 5322 §3.4): names, groups, comments, quoted strings. Encoded words are decoded after
    /// the structure is known, so that no decoded comma or bracket makes an address. Never fails: garbage gives what can be
    /// made of it.</summary>
    /// <param name="headerValue">The raw, unfolded value of From, To, Cc …, or null.</param>
    public static IReadOnlyList<MailAddress> Parse(string? headerValue)
    {
        var list = new List<MailAddress>();
        if (string.IsNullOrWhiteSpace(headerValue))
        {
            return list;
        }

        var reader = new AddressReader(headerValue);
        while (reader.TryNext(out var address))
        {
            if (address.Name.Length > 0 || address.Address.Length > 0)
            {
                list.Add(address);
            }
        }

        return list;
    }

    /// <summary>Reads one bare address for use in an envelope (RFC 5321 §4.1.2, RFC 6531): no white space, no control or
    /// format characters, one @, a dot-atom or quoted local part of at most 64 bytes, a domain of letters, digits and hyphens.
    /// Address literals are refused.</summary>
    /// <param name="address">What somebody gave as an address.</param>
    /// <param name="normalized">The address in lower case, its domain as A-labels (RFC 5890), needless quotes taken off:
    /// equal for equal mailboxes. Empty where the result is false.</param>
    public static bool TryParseAddrSpec(string address, out string normalized)
    {
        normalized = AddrSpec.TryParse(address, out var spec) ? $"{spec.Local.ToLowerInvariant()}@{spec.Domain}" : "";
        return normalized.Length > 0;
    }
}
