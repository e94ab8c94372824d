using Portal.Core.Mime;

namespace Portal.Core.Messages.Replies;

/// <summary>Whom a message goes to.</summary>
/// <param name="To">To whom.</param>
/// <param name="Cc">Who gets a copy, as everybody sees.</param>
public sealed record ReplyAddresses(IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> Cc)
{
    /// <summary>Nobody.</summary>
    public static readonly ReplyAddresses None = new([], []);

    /// <summary>Whether there is somebody.</summary>
    public bool Any => To.Count + Cc.Count > 0;
}
