namespace Portal.Core.Messages.Replies;

/// <summary>Why a recipient is refused.</summary>
public enum AddressFault
{
    /// <summary>It is no mail address.</summary>
    NotAnAddress = 1,

    /// <summary>It holds a line break, NUL, or another character that cannot be seen or turns text around.</summary>
    Control = 2,

    /// <summary>It can look like another one.</summary>
    LookAlike = 3,

    /// <summary>The tenant does not let people write there.</summary>
    NotAllowed = 4,

    /// <summary>There are too many.</summary>
    TooMany = 5,
}
