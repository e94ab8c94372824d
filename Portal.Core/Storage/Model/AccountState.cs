namespace Portal.Core.Storage.Model;

/// <summary>Where a person stands with the portal. Which way leads from one to another is in <c>AccountStateTable</c>.</summary>
public enum AccountState
{
    /// <summary>A mail has come and nobody has registered yet: a mailbox without account.</summary>
    Invited = 0,

    /// <summary>Has an account and may sign in.</summary>
    Registered = 1,

    /// <summary>Too many wrong tries: waits for its time. Never stored; it follows from the end of the wait.</summary>
    LockedForATime = 2,

    /// <summary>An operator or administrator has locked it, until one unlocks it.</summary>
    LockedByAdmin = 3,

    /// <summary>Not taken up, or not used, for too long: an invitation that the next one begins anew, or an account that an operator unlocks.</summary>
    Expired = 4,

    /// <summary>Gone for good, with its mail. Only the audit knows of it.</summary>
    Deleted = 5,
}

/// <summary>What moves a person from one state to another.</summary>
public enum AccountTrigger
{
    /// <summary>A mail came for an address that nobody reads, or the sender asked for a new initial password.</summary>
    Invite = 1,

    /// <summary>The person registered.</summary>
    Register = 2,

    /// <summary>Too many wrong tries to sign in.</summary>
    TooManyFailures = 3,

    /// <summary>The wait after too many wrong tries is over.</summary>
    WaitOver = 4,

    /// <summary>An administrator locked the account.</summary>
    Lock = 5,

    /// <summary>An administrator unlocked the account, or made one that had expired good again.</summary>
    Unlock = 6,

    /// <summary>Nobody took up the invitation, or used the account, in time.</summary>
    Expire = 7,

    /// <summary>The account and its mail were deleted.</summary>
    Delete = 8,

    /// <summary>The person signed in, in a known browser that the wait did not hold up.</summary>
    SignIn = 9,

    /// <summary>The person chose another password.</summary>
    ChangePassword = 20,

    /// <summary>The person set a new password after forgetting the old one.</summary>
    ResetPassword = 21,

    /// <summary>An operator made the password good no more and had a reset begin.</summary>
    OrderReset = 22,

    /// <summary>An operator approved that a new password may be set.</summary>
    ApproveReset = 23,

    /// <summary>An operator refused it.</summary>
    RefuseReset = 24,

    /// <summary>An operator wants the second factors taken away, and another one must want it too.</summary>
    ApproveFactorReset = 25,

    /// <summary>An operator took away all second factors and backup codes.</summary>
    ResetFactors = 26,
}

/// <summary>Who moved it.</summary>
public enum AccountActor
{
    /// <summary>The portal, by its clock or its counters.</summary>
    Portal = 1,

    /// <summary>The person whose account it is.</summary>
    Person = 2,

    /// <summary>The sender of a mail.</summary>
    Sender = 3,

    /// <summary>An operator on the machine; <c>By</c> has the system's user name.</summary>
    Operator = 4,
}
