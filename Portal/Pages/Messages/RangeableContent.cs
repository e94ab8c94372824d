namespace Portal.Pages.Messages;

/// <summary>Contents of which a browser may ask for a range.</summary>
internal static class RangeableContent
{
    // What cannot be read from the middle is taken into memory up to here.
    private const int SmallEnough = 1024 * 1024;

    /// <summary>The content, or a copy of it that can seek if it is small.</summary>
    public static async Task<Stream> OfAsync(Stream content, CancellationToken cancellationToken)
    {
        if (content.CanSeek || content.Length > SmallEnough)
        {
            return content;
        }

        await using (content)
        {
            var copy = new MemoryStream((int)content.Length);
            await content.CopyToAsync(copy, cancellationToken);
            copy.Position = 0;
            return copy;
        }
    }
}
