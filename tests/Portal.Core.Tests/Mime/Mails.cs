using System.Text;
using Portal.Core.Mime;

namespace Portal.Core.Tests.Mime;

/// <summary>Mails as text, and what the outline makes of them.</summary>
internal static class Mails
{
    /// <summary>Lines joined by CRLF, each character one byte.</summary>
    public static byte[] Bytes(params string[] lines) => Encoding.Latin1.GetBytes(string.Join("\r\n", lines));

    public static Task<Outline> OutlineOf(params string[] lines) => OutlineOf(Bytes(lines));

    public static async Task<Outline> OutlineOf(byte[] mail, OutlineOptions? options = null) =>
        await OutlineReader.ReadAsync(new MemoryStream(mail), options ?? OutlineOptions.Default, CancellationToken.None);

    public static async Task<byte[]> Content(byte[] mail, OutlinePart part)
    {
        await using var decoded = PartContent.OpenDecoded(new MemoryStream(mail), part);
        using var bytes = new MemoryStream();
        await decoded.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public static async Task<string> ContentText(byte[] mail, OutlinePart part) => Encoding.Latin1.GetString(await Content(mail, part));

    public static IEnumerable<OutlinePart> Parts(OutlinePart part) => part.Children.SelectMany(Parts).Prepend(part);

    /// <summary>The tree in one line: <c>multipart/mixed(text/plain,image/gif)</c>.</summary>
    public static string Shape(OutlinePart part) =>
        part.Children.Count == 0 ? part.MediaType : $"{part.MediaType}({string.Join(',', part.Children.Select(Shape))})";

    public static string RawBody(byte[] mail, OutlinePart part) =>
        Encoding.Latin1.GetString(mail, (int)part.BodyStart, (int)part.BodyLength);
}
