using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Core.Outbox.Relay;

/// <summary>A reply (RFC 5321 section 4.2): its code, its enhanced code (RFC 3463) where there is one, and its lines' texts.</summary>
internal sealed partial record SmtpReply(int Code, string? Enhanced, IReadOnlyList<string> Lines)
{
    /// <summary>2yz: done.</summary>
    public bool IsDone => Code is >= 200 and < 300;

    /// <summary>5yz: never.</summary>
    public bool IsPermanent => Code >= 500;

    /// <summary>The codes alone, such as <c>550 5.1.1</c>: all of a reply that is ever kept or logged.</summary>
    public string Codes => Enhanced is null ? Code.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Code} {Enhanced}");

    /// <summary>Only the codes: the texts may repeat addresses.</summary>
    public override string ToString() => Codes;

    /// <summary>The code and text of one line, and whether more follow; null when it is not a reply line.</summary>
    public static (int Code, string Text, bool More)? ParseLine(string line) =>
        line.Length >= 3 && line.AsSpan(0, 3).ContainsAnyExceptInRange('0', '9') is false && line[0] is >= '2' and <= '5'
            && (line.Length == 3 || line[3] is ' ' or '-')
            ? (int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture), line.Length > 4 ? line[4..] : "", line.Length > 3 && line[3] == '-')
            : null;

    /// <summary>A reply of all its lines.</summary>
    public static SmtpReply Of(int code, List<string> lines)
    {
        var enhanced = EnhancedCode().Match(lines[0]) is { Success: true } match && match.Value[0] - '0' == code / 100 ? match.Groups[1].Value : null;
        return new SmtpReply(code, enhanced, lines);
    }

    [GeneratedRegex(@"^([245]\.[0-9]{1,3}\.[0-9]{1,3})(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex EnhancedCode();
}
