namespace Portal.Core.Outbox.Mails;

/// <summary>One piece of a mail. Text and HTML are both made of the same list, so they say the same in the same order.</summary>
internal abstract record MailBlock
{
    private MailBlock()
    {
    }

    /// <summary>Running text.</summary>
    public sealed record Paragraph(string Text) : MailBlock;

    /// <summary>A line that announces what follows directly below it.</summary>
    public sealed record Label(string Text) : MailBlock;

    /// <summary>Something to copy or compare, alone on its line and never broken.</summary>
    public sealed record Exact(string Text) : MailBlock;

    /// <summary>An address to open, visible in full and alone on its line.</summary>
    public sealed record Link(string Address) : MailBlock;
}
