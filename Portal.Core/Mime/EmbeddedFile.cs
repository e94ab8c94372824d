namespace Portal.Core.Mime;

/// <summary>A file that lies inside a part without being a part: uuencoded in a text, or in a TNEF stream (winmail.dat).</summary>
/// <remarks>Embedded files are found when a message is read, not when it arrives: the outline stays what MIME says, so messages
/// stored earlier have theirs too, and only the few parts that can hold any are looked at. What is found is bounded by
/// <see cref="EmbeddedLimits"/>.</remarks>
public sealed record EmbeddedFile
{
    /// <summary>The number of the part that it lies in.</summary>
    public required int Part { get; init; }

    /// <summary>Which of the part's files it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Its name, fit to be shown and to be suggested to a browser (<see cref="OutlinePart.FileName"/>), or one made
    /// from its place.</summary>
    public required string FileName { get; init; }

    /// <summary>Where it begins in the part's decoded body.</summary>
    public required long Start { get; init; }

    /// <summary>Bytes it takes there.</summary>
    public required long EncodedLength { get; init; }

    /// <summary>Bytes of its content, exact.</summary>
    public required long Length { get; init; }

    /// <summary>Whether it is uuencoded; else it lies there as it is.</summary>
    public bool Uuencoded { get; init; }

    /// <summary>Whether its end is missing.</summary>
    public bool Incomplete { get; init; }

    /// <summary>Opens the content, decoded while it is read.</summary>
    /// <param name="message">All stored bytes, seekable.</param>
    /// <param name="part">The part that the file was found in.</param>
    /// <param name="ct">Cancels going to the file's beginning, which reads what is before it where the part cannot seek.</param>
    /// <returns>A stream of <see cref="Length"/> bytes; it owns <paramref name="message"/>.</returns>
    public async ValueTask<Stream> OpenAsync(Stream message, OutlinePart part, CancellationToken ct)
    {
        var body = PartContent.OpenDecoded(message, part);
        await ForwardReading.SkipAsync(body, Start, ct).ConfigureAwait(false);
        var range = new RangeStream(body, Start, EncodedLength, leaveOpen: false);
        return Uuencoded ? new DecodedStream(range, new UuDecoder(), Length, 0) : range;
    }

    internal static string NameOr(string? name, int part, int number) => FileNames.Clean(name)
        ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"part-{part}-file-{number}.bin");
}
