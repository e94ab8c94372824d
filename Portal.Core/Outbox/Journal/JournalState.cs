namespace Portal.Core.Outbox.Journal;

/// <summary>How far a claimed entry's mail has come.</summary>
internal enum JournalState : byte
{
    /// <summary>It has not left, or was not taken.</summary>
    Claimed = 0,

    /// <summary>All of it is written to the relay, whose answer is not known: most likely it takes the mail, whoever hears of that.</summary>
    HandedOver = 1,

    /// <summary>Somebody else answers for it now.</summary>
    Taken = 2,
}
