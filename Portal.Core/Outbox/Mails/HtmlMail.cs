using System.Text;
using System.Text.Encodings.Web;

namespace Portal.Core.Outbox.Mails;

/// <summary>
/// A mail's blocks as HTML: one column of 600 px, no pictures, nothing remote, the reader's own colours in light and dark.
/// Pure ASCII (all else as character references), so that it travels as it is and no transfer encoding touches a link.
/// </summary>
internal static class HtmlMail
{
    private const int Width = 76;

    /// <returns>Lines that end with CRLF.</returns>
    public static string Of(string language, string title, IEnumerable<MailBlock> blocks)
    {
        var html = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="{language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>
            {Fold(title)}
            </title>
            </head>
            <body style="margin:0;padding:0">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
            <tr><td align="center" style="padding:24px 16px">
            <table role="presentation" width="600" cellpadding="0" cellspacing="0"
             style="width:100%;max-width:600px">
            <tr><td align="left"
             style="font:17px/1.5 system-ui,'Segoe UI',Roboto,Arial,sans-serif">

            """);
        foreach (var block in blocks)
        {
            html.Append(Piece(block)).Append('\n');
        }

        html.Append("""
            </td></tr>
            </table>
            </td></tr>
            </table>
            </body>
            </html>

            """);
        return html.Replace("\r\n", "\n").Replace("\n", "\r\n").ToString();
    }

    private static string Piece(MailBlock block) => block switch
    {
        MailBlock.Paragraph paragraph => $"<p style=\"margin:0 0 20px\">\n{Fold(paragraph.Text)}\n</p>",
        MailBlock.Label label => $"<p style=\"margin:0 0 4px;font-weight:bold\">\n{Fold(label.Text)}\n</p>",
        MailBlock.Exact exact => $"<p style=\"margin:0 0 20px;font-size:19px\"><bdi>\n{Encode(exact.Text)}\n</bdi></p>",
        MailBlock.Link link => $"<p style=\"margin:0 0 20px;word-break:break-all\"><a\nhref=\"{Encode(link.Address)}\"\n>\n{Encode(link.Address)}\n</a></p>",
        _ => throw new ArgumentOutOfRangeException(nameof(block)),
    };

    private static string Fold(string text) => LineFold.Of(Encode(text), Width);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
