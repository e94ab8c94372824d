using System.Net;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>What is to be sent by SMS, for whom, and who asked for it.</summary>
public sealed record SmsRequest
{
    /// <summary>The longest text, in characters: about four SMS' worth, which is what one may cost.</summary>
    public const int LongestText = 480;

    /// <summary>The number.</summary>
    public required PhoneNumber Number { get; init; }

    /// <summary>What it says, 1 to <see cref="LongestText"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>What it is for.</summary>
    public required SmsPurpose Purpose { get; init; }

    /// <summary>Whose it is: the account, or the mailbox while nobody has registered. The limit per account counts by it.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>The network address of the browser that asked for it; null where none did, and then no such limit holds.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Until when it is of use; an SMS that has not left by then never does.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The tenant in whose name it leaves.</summary>
    public required string Tenant { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SmsRequest);
}
