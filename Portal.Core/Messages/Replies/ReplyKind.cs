namespace Portal.Core.Messages.Replies;

/// <summary>What somebody sends.</summary>
public enum ReplyKind
{
    /// <summary>An answer to the sender.</summary>
    Reply = 1,

    /// <summary>An answer to all who got the message.</summary>
    ReplyAll = 2,

    /// <summary>A message that is passed on.</summary>
    Forward = 3,

    /// <summary>A message that answers none.</summary>
    New = 4,
}
