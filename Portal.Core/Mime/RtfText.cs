namespace Portal.Core.Mime;

/// <summary>The words of a rich text.</summary>
/// <param name="Text">Plain text, or the HTML that was wrapped in the rich text.</param>
/// <param name="IsHtml">Whether it is HTML (MS-OXRTFEX).</param>
internal sealed record RtfText(string Text, bool IsHtml)
{
    /// <summary>Characters that are given at most.</summary>
    public const int MostChars = 4 * 1024 * 1024;

    /// <summary>Reads a rich text. Never fails; linear. Pictures, objects, fonts, colours and styles are passed over.</summary>
    public static RtfText Read(ReadOnlySpan<byte> rtf)
    {
        var reader = new RtfReader();
        for (var tokens = new RtfTokens(rtf); !reader.IsFull && tokens.TryNext(out var token);)
        {
            reader.Take(token);
        }

        return new(reader.ToString(), reader.IsHtml);
    }
}
