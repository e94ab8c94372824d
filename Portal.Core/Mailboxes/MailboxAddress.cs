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

    /// <summary>How its reader wants to be told of messages.</summary>
    public NoticeChoice Notices { get; init; }

    /// <summary>The language its reader chose, or null.</summary>
    public string? Language { get; init; }

    /// <summary>Until when there is an initial password that can still be used, or null.</summary>
    public required DateTimeOffset? InitialPasswordUntil { get; init; }

    /// <summary>Whether the next mail must bring an initial password.</summary>
    public bool NeedsInvitation => !Registered && InitialPasswordUntil is null;
}
