using System.Text.RegularExpressions;
using Portal.Core.Mime;

namespace Portal.Core.Messages.Replies;

/// <summary>Subjects of answers: the prefix once, in whatever language it stood before (RFC 5322 §3.6.5).</summary>
public static partial class ReplySubject
{
    /// <summary>The longest, in characters.</summary>
    public const int Longest = 300;

    /// <summary>The subject that is proposed for an answer to, or a copy of, a message.</summary>
    public static string Of(ReplyKind kind, Outline message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var subject = HeaderText.Decode(message.Header("Subject") ?? "").Replace("\uFFFD", "", StringComparison.Ordinal);
        subject = string.Concat(subject.Where(c => LineText.IsPlain(c.ToString()) || char.IsSurrogate(c))).Trim();
        var (prefix, rest) = kind == ReplyKind.Forward ? ("Fwd: ", Forwarded().Replace(subject, "")) : ("Re: ", Answered().Replace(subject, ""));
        return DisplayText.Cut((prefix + rest).TrimEnd(), Longest);
    }

    [GeneratedRegex(@"^(?:\s*(?:re|aw|antw|sv|r)(?:\[\d{1,3}\])?\s*:)+\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Answered();

    [GeneratedRegex(@"^(?:\s*(?:fwd|fw|wg)(?:\[\d{1,3}\])?\s*:)+\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Forwarded();
}
