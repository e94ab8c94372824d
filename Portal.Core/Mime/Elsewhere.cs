namespace Portal.Core.Mime;

/// <summary>What a part says that is only a piece of something, or only a pointer to it. Nothing is ever fetched or put together.</summary>
/// <param name="IsPiece">message/partial (RFC 2046 §5.2.2); else message/external-body (§5.2.3).</param>
/// <param name="Number">Which piece it is, or null.</param>
/// <param name="Total">How many there are, or null.</param>
/// <param name="Address">Where the content of an external body lies, as its sender wrote it and fit to be shown; may be empty.</param>
public sealed record Elsewhere(bool IsPiece, int? Number, int? Total, string Address)
{
    private const int LongestAddress = 500;

    /// <summary>Whether the part is of one of the two types.</summary>
    public static bool Is(OutlinePart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.Is("message/partial") || part.Is("message/external-body");
    }

    /// <summary>Reads the part's header for it.</summary>
    /// <param name="message">All stored bytes, seekable. Stays open.</param>
    /// <param name="part">The part.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async ValueTask<Elsewhere> ReadAsync(Stream message, OutlinePart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        var type = ContentType.Parse((await PartHeader.ReadAsync(message, part, ct).ConfigureAwait(false))["Content-Type"]);
        return new(part.Is("message/partial"), Count(type["number"]), Count(type["total"]), AddressOf(type));
    }

    // A URL may be folded into pieces with white space between them (RFC 2017 §3); the others have a host, a folder and a name.
    private static string AddressOf(ContentType type)
    {
        var url = string.Concat((type.Text("url") ?? "").Where(c => !char.IsWhiteSpace(c)));
        var places = new[] { type.Text("server") ?? type.Text("site"), type.Text("directory"), type.Text("name") };
        var address = url.Length > 0 ? url : string.Join('/', places.Where(place => !string.IsNullOrWhiteSpace(place)));
        return DisplayText.Cut(DisplayText.Clean(address, alsoMarks: true).Trim(), LongestAddress);
    }

    private static int? Count(string? text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
