using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;

namespace Portal.Core.Accounts.Invitations;

/// <summary>Who is invited, by whom, and which way the initial password is to take.</summary>
internal sealed record InvitationCall
{
    public required string Tenant { get; init; }

    public required Guid MailboxId { get; init; }

    public required string Address { get; init; }

    /// <summary>The mail that invites, or null: none that is known.</summary>
    public Guid? MessageId { get; init; }

    public required InvitationSender Sender { get; init; }

    public required InitialPasswordChannel Channel { get; init; }

    /// <summary>Where an SMS would go; there is one where the way is by SMS.</summary>
    public PhoneNumber? Number { get; init; }

    /// <summary>Why the sender gets what should have gone by SMS, or null.</summary>
    public SmsRefusal? Refusal { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(InvitationCall);
}
