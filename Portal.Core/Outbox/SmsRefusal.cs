namespace Portal.Core.Outbox;

/// <summary>Why an initial password goes to the sender although it should have gone by SMS. The sender reads it.</summary>
public enum SmsRefusal
{
    /// <summary>The mail named no number.</summary>
    NoNumber = 1,

    /// <summary>What it named is no phone number in full.</summary>
    BadNumber = 2,

    /// <summary>The mail went to several people: nobody knows whose number it is.</summary>
    SeveralRecipients = 3,

    /// <summary>No SMS go to that country.</summary>
    NotAllowedCountry = 4,

    /// <summary>There were too many SMS already.</summary>
    LimitReached = 5,

    /// <summary>No provider is set.</summary>
    NoProvider = 6,

    /// <summary>The SMS did not arrive.</summary>
    NotDelivered = 7,
}
