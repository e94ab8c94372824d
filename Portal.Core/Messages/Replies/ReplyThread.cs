using System.Text.RegularExpressions;
using Portal.Core.Mime;

namespace Portal.Core.Messages.Replies;

/// <summary>Where an answer stands in its conversation (RFC 5322 §3.6.4).</summary>
/// <param name="InReplyTo">The Message-ID of what is answered, or null where it has none that can be read.</param>
/// <param name="References">The Message-IDs of the conversation, the oldest first.</param>
public sealed partial record ReplyThread(string? InReplyTo, IReadOnlyList<string> References)
{
    private const int Most = 50;

    /// <summary>The header fields that say so.</summary>
    internal IReadOnlyList<HeaderField> Fields =>
    [
        .. InReplyTo is null ? (HeaderField[])[] : [new HeaderField("In-Reply-To", InReplyTo)],
        .. References.Count == 0 ? (HeaderField[])[] : [new HeaderField("References", string.Join(' ', References))],
    ];

    /// <summary>
    /// The references of what is answered, or where there are none its In-Reply-To if that is one alone, then its own Message-ID. Of very many the first
    /// stays, which began the conversation, and the last ones.
    /// </summary>
    public static ReplyThread Of(Outline message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var own = Ids(message.Header("Message-ID")) is [var id, ..] ? id : null;
        var before = Ids(message.Header("References"));
        if (before.Count == 0 && Ids(message.Header("In-Reply-To")) is [_] parent)
        {
            before = parent;
        }

        var all = before.Where(reference => reference != own).Distinct(StringComparer.Ordinal).ToList();
        if (own is not null)
        {
            all.Add(own);
        }

        return new ReplyThread(own, all.Count <= Most ? all : [all[0], .. all[^(Most - 1)..]]);
    }

    private static List<string> Ids(string? field) => field is null ? [] : [.. Id().Matches(field).Select(match => match.Value)];

    // Printable ASCII: whatever a mail says here goes into a header of ours.
    [GeneratedRegex(@"<[!-;=?A-~]{1,250}@[!-;=?A-~]{1,250}>", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
