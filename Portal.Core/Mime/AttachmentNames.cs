using System.Globalization;

namespace Portal.Core.Mime;

/// <summary>Names for attachments that have none.</summary>
internal static class AttachmentNames
{
    private static readonly Dictionary<string, string> Extensions = new(StringComparer.Ordinal)
    {
        ["text/plain"] = ".txt",
        ["text/html"] = ".html",
        ["text/csv"] = ".csv",
        ["text/calendar"] = ".ics",
        ["text/vcard"] = ".vcf",
        ["text/rfc822-headers"] = ".txt",
        ["image/jpeg"] = ".jpg",
        ["image/png"] = ".png",
        ["image/gif"] = ".gif",
        ["image/webp"] = ".webp",
        ["image/svg+xml"] = ".svg",
        ["application/pdf"] = ".pdf",
        ["application/zip"] = ".zip",
        ["application/json"] = ".json",
        ["application/xml"] = ".xml",
        ["application/pgp-signature"] = ".asc",
        ["application/pkcs7-signature"] = ".p7s",
        ["application/pkcs7-mime"] = ".p7m",
        ["message/rfc822"] = ".eml",
        ["message/delivery-status"] = ".txt",
        ["message/disposition-notification"] = ".txt",
    };

    public static string Of(OutlinePart part)
    {
        if (part.FileName is not null)
        {
            return part.FileName;
        }

        var extension = Extensions.GetValueOrDefault(part.MediaType, ".bin");
        var subject = part.Headers?.FirstOrDefault(field => field.Is("Subject"))?.Value;
        // A subject is no path: what looks like one stays whole.
        var title = subject is null ? null : FileNames.Clean(HeaderText.Decode(subject).Replace('/', '-').Replace('\\', '-'));
        return title is null
            ? string.Create(CultureInfo.InvariantCulture, $"part-{part.Number}{extension}")
            : DisplayText.Cut(title, 200) + extension;
    }
}
