namespace Portal.Core.Accounts.Passwords;

/// <summary>What came of writing a new password.</summary>
internal enum WrittenPassword
{
    /// <summary>It is written.</summary>
    Written,

    /// <summary>Somebody else has changed the password meanwhile.</summary>
    Concurrent,

    /// <summary>The second factor beside which alone it is long enough was removed meanwhile.</summary>
    TooShort,

    /// <summary>A mailbox that only the old password or a recovery code opens would be left behind.</summary>
    LeavesClosed,
}
