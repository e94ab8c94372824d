namespace Portal.Core.Tenants;

/// <summary>Who may be in an answer to a message.</summary>
public enum ReplyRecipients
{
    /// <summary>Nobody but its sender and those who got it.</summary>
    Participants = 0,

    /// <summary>Also those whom the tenant allows in new messages.</summary>
    Allowed = 1,
}
