namespace Portal.Core.Outbox.Mails;

/// <summary>The recipient's own phrase, by which a genuine mail is told from a forged one.</summary>
internal static class PhraseBlocks
{
    /// <summary>Nothing without a phrase, or where it would lead somewhere: then it was not checked by the page that takes it.</summary>
    public static IEnumerable<MailBlock> Of(string? phrase, MailTexts texts) => phrase is null || ShownName.Of(phrase) is not { } shown
        ? []
        : [new MailBlock.Label(texts["Phrase"]), new MailBlock.Exact(shown)];
}
