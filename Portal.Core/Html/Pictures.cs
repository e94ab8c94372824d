namespace Portal.Core.Html;

/// <summary>The pictures that the mail brings along, within a budget, and the count of those that lie elsewhere.</summary>
internal sealed class Pictures(SanitiserOptions options)
{
    // One picture may be referred to many times, and each time its bytes are written again.
    private const int MostCharacters = 64 * 1024 * 1024;

    private const int LongestData = 8 * 1024 * 1024;

    private readonly Dictionary<string, string?> _parts = new(StringComparer.Ordinal);
    private int _room = MostCharacters;

    /// <summary>How many remote pictures were left out.</summary>
    public int Blocked { get; private set; }

    /// <summary>The picture as a data URI, or null. An address elsewhere is not counted here.</summary>
    public string? Local(string? address)
    {
        var clean = (address ?? "").Trim();
        var data = clean.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) ? Part(clean[4..])
            : clean.Length <= LongestData ? DataImage.Read(clean) : null;
        if (data is null || data.Length > _room)
        {
            return null;
        }

        _room -= data.Length;
        return data;
    }

    /// <summary>A picture of a style sheet or a background attribute.</summary>
    public string? Ground(string address)
    {
        var data = Local(address);
        if (data is null && IsRemote(address))
        {
            Blocked++;
        }

        return data;
    }

    /// <summary>How many characters of picture data were given out.</summary>
    public long Written => MostCharacters - _room;

    public void Block() => Blocked++;

    public static bool IsRemote(string? address) =>
        !string.IsNullOrWhiteSpace(address) && !address.TrimStart().StartsWith("cid:", StringComparison.OrdinalIgnoreCase)
        && !address.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an image is there to count readers: no larger than two pixels, or invisible by its size.</summary>
    public static bool IsTracker(string? width, string? height) => (IsTiny(width) && IsTiny(height)) || width == "0" || height == "0";

    private static bool IsTiny(string? size) => size is "1" or "2" or "1px" or "2px" or "0px";

    private string? Part(string escaped)
    {
        var id = Uri.UnescapeDataString(escaped).Trim('<', '>');
        if (!_parts.TryGetValue(id, out var data))
        {
            _parts[id] = data = DataImage.Read(options.InlineImage?.Invoke(id));
        }

        return data;
    }
}
