namespace Portal.Core.Outbox.Sms;

/// <summary>Why a text is no phone number that an SMS can go to.</summary>
public enum PhoneNumberFault
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Nothing was given.</summary>
    Empty,

    /// <summary>It holds something that stands in no phone number.</summary>
    Characters,

    /// <summary>It names an extension.</summary>
    Extension,

    /// <summary>It begins neither with + nor with 00: without the country's code there is no telling where it is.</summary>
    NotInternational,

    /// <summary>Its first digits are no country's.</summary>
    UnknownCountry,

    /// <summary>A 0 stands behind the country's code that belongs there only at home.</summary>
    TrunkZero,

    /// <summary>Fewer than 8 digits.</summary>
    TooShort,

    /// <summary>More than 15 digits (ITU-T E.164 section 6.2.1).</summary>
    TooLong,
}
