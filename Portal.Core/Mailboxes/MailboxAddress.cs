using Portal.Core.Sealing;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>What ingest needs of a mailbox to deliver into it.</summary>
public sealed record MailboxAddress
{
    /// <summary>The mailbox.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its normalised address.</summary>
    public required string Address { get; init; }

    /// <summary>What messages are sealed to.</summary>
    public required P256PublicKey PublicKey { get; init; }

    /// <summary>Whether somebody reads it already.</summary>
    public required bool Registered { get; init; }

    /// <summary>Whether its reader has a proved certificate of his own and wants messages sent to it.</summary>
    public bool HasCertificate { get; init; }

    /// <summary>How its reader wants to be told of messages.</summary>
    public NoticeChoice Notices { get; init; }

    /// <summary>The language its reader chose, or null.</summary>
    public string? Language { get; init; }

    /// <summary>Until when there is an initial password that can still be used, or null.</summary>
    public required DateTimeOffset? InitialPasswordUntil { get; init; }

    /// <summary>The way that the initial password of the last invitation took, also of one that has ended; null where there was none.</summary>
    public InitialPasswordChannel? Channel { get; init; }

    /// <summary>
    /// The way for a mail that wants a certain one. Whoever once wrote here and wanted more than the link of the notice to be asked for
    /// gets it: all that waits is opened by one registration.
    /// </summary>
    public InitialPasswordChannel ChannelFor(InitialPasswordChannel wanted) =>
        wanted == InitialPasswordChannel.None && Channel is not (null or InitialPasswordChannel.None) ? InitialPasswordChannel.Sender : wanted;

    /// <summary>Whether a mail that wants this way must invite: nobody is, or with nothing but the link while this mail asks for more.</summary>
    public bool NeedsInvitation(InitialPasswordChannel wanted) => !Registered
        && (InitialPasswordUntil is null || (Channel == InitialPasswordChannel.None && wanted != InitialPasswordChannel.None));
}
