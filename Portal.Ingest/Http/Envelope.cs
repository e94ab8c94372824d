using Microsoft.Extensions.Primitives;
using Portal.Core.Mime;
using Portal.Ingest.Smtp.Envelopes;

namespace Portal.Ingest.Http;

/// <summary>The envelope in the request's header: <c>X-Envelope-From</c> once or not at all, <c>X-Envelope-To</c> for each recipient.</summary>
internal sealed record Envelope(string ReversePath, IReadOnlyList<string> Recipients)
{
    public const string FromField = "X-Envelope-From";
    public const string ToField = "X-Envelope-To";

    private const int MaxPath = 254; // RFC 5321 §4.5.3.1.3, without the angle brackets

    /// <returns>What is wrong with it, or null.</returns>
    public static Answer? TryParse(IHeaderDictionary headers, int maxRecipients, out Envelope envelope)
    {
        envelope = new Envelope("", []);
        var from = headers[FromField];
        var path = from.Count == 1 ? Path(from[0]!) : "";
        var reversePath = path.Length == 0 ? "" : EnvelopeAddress.Parse(path, utf8: true);
        if (from.Count > 1 || reversePath is null)
        {
            return Answer.BadRequest($"{FromField} is one address, or <> for none.");
        }

        var recipients = new List<string>();
        foreach (var item in Items(headers[ToField]))
        {
            if (Recipient(item) is not { } recipient)
            {
                return Answer.BadRequest($"{ToField} number {recipients.Count + 1} is no address that a mailbox can have.");
            }

            recipients.Add(recipient);
        }

        envelope = new Envelope(reversePath, recipients);
        return recipients.Count == 0 ? Answer.BadRequest($"{ToField} is missing: one for each recipient.")
            : recipients.Count > maxRecipients ? Answer.BadRequest($"More than {maxRecipients} recipients.")
            : null;
    }

    private static string? Recipient(string item)
    {
        var path = Path(item);
        return path.Length <= MaxPath && EnvelopeAddress.Parse(path, utf8: true) is { } address && AddressList.TryParseAddrSpec(address, out _)
            ? address
            : null;
    }

    // Fields of one name may be sent as one with commas (RFC 9110 §5.3); a comma within quotes belongs to the address.
    private static IEnumerable<string> Items(StringValues values)
    {
        foreach (var value in values)
        {
            var (start, quoted) = (0, false);
            for (var i = 0; i <= value!.Length; i++)
            {
                if (i == value.Length || (value[i] == ',' && !quoted))
                {
                    yield return value[start..i];
                    start = i + 1;
                }
                else if (value[i] == '\\' && quoted && i + 1 < value.Length)
                {
                    i++;
                }
                else if (value[i] == '"')
                {
                    quoted = !quoted;
                }
            }
        }
    }

    private static string Path(string text)
    {
        text = text.Trim();
        return text is ['<', .. var inner, '>'] ? inner : text;
    }
}
