namespace Portal.Core.Mime;

/// <summary>An attachment and what to call it.</summary>
/// <param name="Part">The part.</param>
/// <param name="FileName">Its file name, or one made from a message's subject, or from the part's number and type.</param>
public sealed record Attachment(OutlinePart Part, string FileName);

/// <summary>Which parts of a message to show and which to list.</summary>
public sealed record BodySelection
{
    /// <summary>What the HTML view shows, in order: text/html and text/plain parts. Without any HTML in the mail the same as
    /// <see cref="TextView"/>.</summary>
    public required IReadOnlyList<OutlinePart> HtmlView { get; init; }

    /// <summary>What the plain view shows, in order: text/plain parts, and text/html ones that have no plain twin.</summary>
    public required IReadOnlyList<OutlinePart> TextView { get; init; }

    /// <summary>Pictures that HTML may show by their Content-ID (RFC 2392).</summary>
    public required IReadOnlyDictionary<string, OutlinePart> InlineById { get; init; }

    /// <summary>Everything that is not shown. Pictures of a multipart/related with HTML are not among them.</summary>
    public required IReadOnlyList<Attachment> Attachments { get; init; }

    /// <summary>The first HTML part to show, or null.</summary>
    public OutlinePart? Html => HtmlView.FirstOrDefault(part => part.Is("text/html"));

    /// <summary>The first plain text part to show, or null.</summary>
    public OutlinePart? Text => TextView.FirstOrDefault(part => !part.Is("text/html"));

    /// <summary>Chooses (RFC 2046 §5.1, RFC 2387): of alternatives the last that is understood, of a multipart/related its root,
    /// of everything else the texts in their order.</summary>
    public static BodySelection Of(Outline outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        var walk = new BodyWalk();
        walk.Part(outline.Root, isRoot: true);
        return walk.Selection();
    }
}
