using Portal.Core.Mime;

namespace Portal.Core.Messages.Replies;

/// <summary>Whom a message goes to.</summary>
/// <param name="To">To whom.</param>
/// <param name="Cc">Who gets a copy, as everybody sees.</param>
public sealed record ReplyAddresses(IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> Cc)
{
    /// <summary>How many recipients one message may have in all; each is a mail of its own.</summary>
    public const int Most = 100;

    /// <summary>Nobody.</summary>
    public static readonly ReplyAddresses None = new([], []);

    /// <summary>Whether there is somebody.</summary>
    public bool Any => Count > 0;

    /// <summary>How many there are.</summary>
    public int Count => To.Count + Cc.Count;
}
