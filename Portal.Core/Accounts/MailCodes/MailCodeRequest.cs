using Portal.Core.Accounts.Devices;

namespace Portal.Core.Accounts.MailCodes;

/// <summary>Somebody wants a code.</summary>
public sealed record MailCodeRequest
{
    /// <summary>The tenant whose pages these are.</summary>
    public required string Tenant { get; init; }

    /// <summary>The normalised address.</summary>
    public required string Address { get; init; }

    /// <summary>What the code is to be good for.</summary>
    public required MailCodePurpose Purpose { get; init; }

    /// <summary>The language of the pages, for the mail.</summary>
    public required string Language { get; init; }

    /// <summary>What the cookie of the browser says in which somebody signed in, or null: its owner gets codes also when strangers have used up theirs.</summary>
    public DeviceSecret? Device { get; init; }
}
