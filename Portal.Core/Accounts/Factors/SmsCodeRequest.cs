using System.Net;
using Portal.Core.Outbox.Sms;

namespace Portal.Core.Accounts.Factors;

/// <summary>A code that is to go out by SMS.</summary>
public sealed record SmsCodeRequest
{
    /// <summary>The id of the sign-in or session that asks for it; the code is good there alone. 32 bytes.</summary>
    public required byte[] BoundTo { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The tenant whose pages these are.</summary>
    public required string Tenant { get; init; }

    /// <summary>Where it goes.</summary>
    public required PhoneNumber Number { get; init; }

    /// <summary>Where the request came from.</summary>
    public required IPAddress? Address { get; init; }

    /// <summary>Writes the SMS around the code.</summary>
    public required Func<string, string> Text { get; init; }

    /// <summary>Only the type's name: numbers must reach no log.</summary>
    public override string ToString() => nameof(SmsCodeRequest);
}
