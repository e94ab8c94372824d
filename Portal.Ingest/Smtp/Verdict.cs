namespace Portal.Ingest.Smtp;

/// <summary>The one reply that SMTP has for all recipients of a mail.</summary>
internal static class Verdict
{
    /// <summary>A temporary failure for one is one for all: the gateway sends again, and taking a mail twice changes nothing.
    /// A refusal for some cannot be said. 5yz would make the gateway tell the author that nobody has got what some did get,
    /// 4yz would come back for ever; so the mail counts as taken and the log tells. Gateways that must know use LMTP.</summary>
    public static Reply Of(IReadOnlyList<Reply> replies, ILogger logger)
    {
        foreach (var reply in replies)
        {
            if (reply.Code is >= 400 and <= 499)
            {
                return reply;
            }
        }

        var refused = replies.Count(reply => reply.Code >= 500);
        if (refused > 0 && refused < replies.Count)
        {
            Log.PartlyRefused(logger, refused, replies.Count);
            return Reply.Taken;
        }

        return replies[0];
    }
}
