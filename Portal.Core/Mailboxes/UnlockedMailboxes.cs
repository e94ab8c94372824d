namespace Portal.Core.Mailboxes;

/// <summary>Wipes keys that are no longer needed.</summary>
public static class UnlockedMailboxes
{
    /// <summary>Disposes of the keys of all of them.</summary>
    public static void Shut(this IEnumerable<UnlockedMailbox> mailboxes)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        foreach (var mailbox in mailboxes)
        {
            mailbox.Key.Dispose();
        }
    }
}
