using Portal.Core.Outbox.Mails;

namespace Portal.Core.Accounts;

/// <summary>Which phrases of a person's own may stand in the portal's mails.</summary>
public static class PhraseText
{
    /// <summary>The longest, in characters as people count them.</summary>
    public const int Longest = 60;

    /// <summary>Whether it stands in a mail exactly as it was typed: short enough, all of it visible, and nothing that mail programs make a link of.</summary>
    /// <param name="text">Without space around it.</param>
    public static bool IsAllowed(string text) => text.Length > 0 && ShownName.Of(text) == text;
}
