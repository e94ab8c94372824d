namespace Portal.Core;

/// <summary>The way that an initial password takes to a person who has yet to register: what is needed besides the link of the notice.</summary>
public enum InitialPasswordChannel
{
    /// <summary>By mail to the sender, who passes it on by phone or in person.</summary>
    Sender = 0,

    /// <summary>By SMS to the recipient, as soon as the mail comes.</summary>
    SmsAtSending = 1,

    /// <summary>By SMS to the recipient, whenever he asks for it behind the link of the notice.</summary>
    SmsAtOpening = 2,

    /// <summary>There is none: who has the link of the notice registers.</summary>
    None = 3,
}
