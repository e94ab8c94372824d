using Portal.Core.Mime;

namespace Portal.Fuzz.Targets;

/// <summary>The outline of a message, and every part of it decoded.</summary>
internal sealed class MimeTarget : IFuzzTarget
{
    public string Name => "mime";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Material.Files("mime-james-mime4j", "*.msg"), .. Material.Files("mime-rubymail", "*.eml"),
        "Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"u8.ToArray(),
    ];

    public IReadOnlyList<byte[]> Words { get; } = Material.Words(
        "\r\n", "\n", "\r\n\r\n", "--", "--b", "Content-Type: ", "multipart/mixed; boundary=b", "message/rfc822", "text/html; charset=", "utf-7", "utf-16",
        "Content-Transfer-Encoding: base64\r\n", "quoted-printable", "=?utf-8?Q?", "?=", "=?", "filename*0*=utf-8''%", "filename*1=", ";", "\"", "(", ")", "<", ">",
        "@", ":", "=", "=\r\n", " ", "\t", "\0", "iso-2022-jp", "\u001b$B", "Date: Fri, 31 Feb 99999 99:99:99 +9999\r\n", "From: ", "To: a:b;,<>\r\n");

    public async Task RunAsync(byte[] input)
    {
        using var message = new MemoryStream(input);
        var outline = await OutlineReader.ReadAsync(message, new OutlineOptions(), CancellationToken.None);
        _ = MessageSummary.FromBytes(MessageSummary.Of(outline).ToBytes());
        var selection = BodySelection.Of(outline);
        foreach (var part in selection.HtmlView.Concat(selection.TextView).Concat(selection.Attachments.Select(a => a.Part)).Distinct())
        {
            message.Position = 0;
            await using (var decoded = PartContent.OpenDecoded(message, part, leaveOpen: true))
            {
                await decoded.CopyToAsync(Stream.Null);
            }

            message.Position = 0;
            await PartContent.ReadTextAsync(message, part, 100_000, CancellationToken.None);
        }

        foreach (var field in new[] { "From", "To", "Reply-To" })
        {
            AddressList.Parse(outline.Header(field) ?? "");
        }

        HeaderBlock.Parse(input.AsSpan(0, Math.Min(input.Length, 64 * 1024)));
    }
}
