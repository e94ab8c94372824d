using System.Buffers;
using System.Text.RegularExpressions;

namespace Portal.Core.Mime;

/// <summary>A field Subject in which a person wrote marks for the portal, and what it is without them.</summary>
/// <param name="Range">Where the field stands, whole lines with their line breaks.</param>
/// <param name="Text">The subject as it was written, decoded.</param>
internal sealed partial record MarkedSubject(ByteRange Range, string Text)
{
    private const int MostRounds = 8;

    /// <summary>The number of the first <c>[sms:+41…]</c>, as it was written; null where there is none.</summary>
    public string? Mobile => Sms().Match(Text) is { Success: true } mark ? mark.Groups[1].Value : null;

    /// <summary>Whether <c>[emptypw]</c> stands in it.</summary>
    public bool EmptyPassword => Text.Contains("[emptypw]", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a subject holds a mark, however it was encoded.</summary>
    public static bool Is(string value) => Mark().IsMatch(HeaderText.Decode(value));

    /// <summary>The whole field without the marks.</summary>
    public byte[] WithoutMarks()
    {
        // What is left may be a mark again. Nobody writes more than a few into one another; then no bracket stays, and each round costs but once.
        var text = Text;
        for (var round = 0; round < MostRounds && Mark().IsMatch(text); round++)
        {
            text = Mark().Replace(text, " ");
        }

        text = Mark().IsMatch(text) ? text.Replace("[", "", StringComparison.Ordinal) : text;
        var field = new ArrayBufferWriter<byte>();
        new HeaderWriter(field).Text("Subject", Spaces().Replace(text, " ").Trim());
        return field.WrittenSpan.ToArray();
    }

    [GeneratedRegex(@"\[sms:\s*([^\[\]]{0,60}?)\s*\]", RegexOptions.IgnoreCase)]
    private static partial Regex Sms();

    [GeneratedRegex(@"\[sms:[^\[\]]{0,60}\]|\[emptypw\]", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();

    [GeneratedRegex(@" {2,}")]
    private static partial Regex Spaces();
}
