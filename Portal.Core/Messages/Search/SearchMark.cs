using System.Globalization;

namespace Portal.Core.Messages.Search;

/// <summary>How far a search has come: through senders, recipients and subjects first, then through texts, each from the newest on.</summary>
/// <param name="InTexts">Whether it goes through texts.</param>
/// <param name="Before">The place before which it goes on.</param>
public sealed record SearchMark(bool InTexts, long Before)
{
    /// <summary>The beginning.</summary>
    public static SearchMark Start { get; } = new(false, long.MaxValue);

    /// <summary>Reads what <see cref="ToString"/> wrote; what is no mark is the beginning.</summary>
    public static SearchMark Parse(string? text) =>
        text is ['s' or 't', .. var place] && long.TryParse(place, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var before) && before > 0
            ? new(text[0] == 't', before)
            : Start;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(InTexts ? 't' : 's')}{Before:x}");
}
