namespace Portal.Core.Mime;

/// <summary>One attachment of a TNEF stream while it is being read.</summary>
internal sealed class TnefAttachment
{
    /// <summary>Bytes of a name that are read.</summary>
    public const int LongestName = 4096;

    /// <summary>The short name of old.</summary>
    public string? Title { get; set; }

    /// <summary>The name with which it was attached.</summary>
    public string? Name { get; set; }

    public long Start { get; private set; }

    public long Length { get; private set; }

    public bool HasContent { get; private set; }

    /// <summary>Where the content lies; the first place counts.</summary>
    public void Lies(long start, long length)
    {
        if (!HasContent)
        {
            (Start, Length, HasContent) = (start, length, true);
        }
    }
}
