namespace Portal.SignIn.Providers;

/// <summary>Why nobody was signed in; for each the sign-in page has a text.</summary>
internal enum ExternalFailure
{
    /// <summary>The person turned back at the provider.</summary>
    Cancelled,

    /// <summary>The provider does not answer, or not sensibly.</summary>
    Unavailable,

    /// <summary>The attempt is unknown in this browser, too old, or was finished before.</summary>
    Ended,

    /// <summary>The provider's answer does not stand up to the checks.</summary>
    Refused,

    /// <summary>The provider named no address.</summary>
    NoAddress,

    /// <summary>Nobody has written to the address.</summary>
    NotInvited,

    /// <summary>The invitation was not taken up in time.</summary>
    InvitationEnded,

    /// <summary>The account may not sign in.</summary>
    Locked,
}

/// <summary>A sign-in by a provider fails. The reason is one of ours, never a text from outside, and may be logged.</summary>
internal sealed class ExternalSignInException(ExternalFailure failure, string reason) : Exception(reason)
{
    public ExternalFailure Failure { get; } = failure;
}
