using System.Globalization;
using Portal.Core.Mime;

namespace Portal.Pages.Messages;

/// <summary>A file on the message page.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="Path">Where it is to be had, below the message's address.</param>
internal sealed record FileRow(string Name, long Size, string Path)
{
    public static FileRow Of(Attachment file) =>
        new(file.FileName, file.Part.DecodedLength, string.Create(CultureInfo.InvariantCulture, $"parts/{file.Part.Number}"));

    public static FileRow Of(EmbeddedFile file) =>
        new(file.FileName, file.Length, string.Create(CultureInfo.InvariantCulture, $"parts/{file.Part}/files/{file.Number}"));
}
