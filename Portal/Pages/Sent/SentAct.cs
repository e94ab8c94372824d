namespace Portal.Pages.Sent;

/// <summary>What a sender may do with a message.</summary>
internal enum SentAct
{
    /// <summary>Nothing that this version knows.</summary>
    None = 0,

    /// <summary>Notify a recipient once more.</summary>
    Notify = 1,

    /// <summary>Have another initial password made.</summary>
    Password = 2,

    /// <summary>Take it back unread.</summary>
    Withdraw = 3,

    /// <summary>Lock it.</summary>
    Lock = 4,

    /// <summary>Unlock it.</summary>
    Unlock = 5,

    /// <summary>Keep it longer.</summary>
    Extend = 6,
}
