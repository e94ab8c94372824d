using System.Text;

namespace Portal.Core.Outbox.Mails;

/// <summary>A mail's blocks as plain text.</summary>
internal static class TextMail
{
    private const int Width = 72;

    /// <returns>Lines that end with CRLF.</returns>
    public static string Of(IEnumerable<MailBlock> blocks)
    {
        var text = new StringBuilder();
        MailBlock? before = null;
        foreach (var block in blocks)
        {
            // What belongs together stands together: a label and its lines.
            if (before is not null && (before, block) is not (MailBlock.Label, _) and not (MailBlock.Exact, MailBlock.Exact))
            {
                text.Append("\r\n");
            }

            text.Append(block switch
            {
                MailBlock.Paragraph paragraph => LineFold.Of(paragraph.Text, Width),
                MailBlock.Label label => LineFold.Of(label.Text, Width),
                MailBlock.Exact exact => exact.Text,
                MailBlock.Link link => link.Address,
                _ => throw new ArgumentOutOfRangeException(nameof(blocks)),
            }).Append("\r\n");
            before = block;
        }

        return text.ToString();
    }
}
