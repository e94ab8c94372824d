using System.Buffers;

namespace Portal.Core.Html;

/// <summary>Pictures as <c>data:</c> URIs (RFC 2397): the four raster formats in base64, nothing else.</summary>
internal static class DataImage
{
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static readonly string[] Types = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];

    /// <summary>The URI in its plainest form, or null.</summary>
    public static string? Read(string? address)
    {
        if (address is null)
        {
            return null;
        }

        var trimmed = address.AsSpan().Trim();
        foreach (var type in Types)
        {
            if (trimmed.StartsWith(type, StringComparison.OrdinalIgnoreCase))
            {
                return Plain(type, trimmed[type.Length..]);
            }
        }

        return trimmed.StartsWith("data:image/jpg;base64,", StringComparison.OrdinalIgnoreCase) ? Plain(Types[1], trimmed[22..]) : null;
    }

    private static string? Plain(string type, ReadOnlySpan<char> content)
    {
        if (content.IndexOfAny(" \t\r\n") >= 0)
        {
            content = string.Concat(content.ToString().Split(' ', '\t', '\r', '\n'));
        }

        return content.IsEmpty || content.ContainsAnyExcept(Base64) ? null : string.Concat(type, content);
    }
}
