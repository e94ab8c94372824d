using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Invitations;

/// <summary>An invitation and what brings its initial password to where it belongs: written together or not at all.</summary>
/// <param name="Password">The row.</param>
internal sealed record PreparedInvitation(InitialPassword Password)
{
    /// <summary>The mail to the sender, where the password takes that way.</summary>
    public OutboxEntry? Mail { get; init; }

    /// <summary>The link in that mail.</summary>
    public SenderLink? Link { get; init; }

    /// <summary>The SMS, where the password goes at once by one.</summary>
    public SmsRequest? Sms { get; init; }

    /// <summary>What is done where no SMS may leave.</summary>
    public Func<SmsRefusal, PreparedInvitation>? Otherwise { get; init; }
}
