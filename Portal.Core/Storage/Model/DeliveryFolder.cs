namespace Portal.Core.Storage.Model;

/// <summary>Where in its mailbox a message lies. The numbers are stored.</summary>
public enum DeliveryFolder
{
    /// <summary>It came in, and nobody has put it elsewhere.</summary>
    Inbox = 0,

    /// <summary>A copy of what the mailbox's owner wrote. It stays here until it is deleted.</summary>
    Sent = 1,

    /// <summary>It came in, and its owner laid it aside.</summary>
    Archive = 2,
}
