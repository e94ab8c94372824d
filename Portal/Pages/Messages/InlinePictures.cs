using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>The pictures that a mail brings along for its own body, as data addresses, up to a size in all.</summary>
internal sealed class InlinePictures(Stream stored, BodySelection selection)
{
    private const long MaxBytes = 8 * 1024 * 1024;

    private long _room = MaxBytes;

    /// <summary>The picture of that Content-ID, or null where there is none or no room left.</summary>
    public string? Find(string contentId)
    {
        if (!selection.InlineById.TryGetValue(contentId, out var part) || part.DecodedLength > _room)
        {
            return null;
        }

        _room -= part.DecodedLength;
        var bytes = new byte[part.DecodedLength];
        using var content = PartContent.OpenDecoded(stored, part, leaveOpen: true);
        var length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return $"data:{part.MediaType};base64,{Convert.ToBase64String(bytes.AsSpan(0, length))}";
    }
}
