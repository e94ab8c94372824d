namespace Portal.Core.Outbox;

/// <summary>What became of one attempt.</summary>
internal abstract record SendOutcome
{
    /// <summary>The code of an attempt whose answer nobody heard, because the process was killed.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>The code of a mail that the relay says it would not take for its size.</summary>
    public const string TooLarge = "larger than SIZE";

    /// <summary>The code of a mail whose addresses the relay does not know how to take.</summary>
    public const string NoSmtpUtf8 = "SMTPUTF8 not offered";

    private SendOutcome()
    {
    }

    /// <summary>What is kept and logged: a reply code or a class of failure, never text from outside.</summary>
    public abstract string Code { get; }

    /// <summary>Somebody else answers for the mail now.</summary>
    public sealed record Sent(string Reply) : SendOutcome
    {
        /// <summary>The provider's id of an SMS, by which it can be asked about it; null where there is none.</summary>
        public string? ProviderId { get; init; }

        /// <summary>Whether it left nothing, because nobody needed it any more.</summary>
        public bool Needless { get; init; }

        /// <inheritdoc />
        public override string Code => Reply;
    }

    /// <summary>May work later.</summary>
    public sealed record Deferred(string Reason) : SendOutcome
    {
        /// <summary>The other side's own wish: not sooner than after this.</summary>
        public TimeSpan NotWithin { get; init; }

        /// <summary>Whether it may have left all the same, so that each try more may cost a double.</summary>
        public bool MayHaveLeft { get; init; }

        /// <inheritdoc />
        public override string Code => Reason;
    }

    /// <summary>Will never work as it is.</summary>
    public sealed record Refused(string Reason) : SendOutcome
    {
        /// <inheritdoc />
        public override string Code => Reason;
    }

    /// <summary>Came too late to be of use, and was not sent.</summary>
    public sealed record Expired : SendOutcome
    {
        /// <inheritdoc />
        public override string Code => "expired";
    }

    /// <summary>Not begun, because the portal stops or the lease runs short: no attempt is counted.</summary>
    public sealed record NotBegun : SendOutcome
    {
        /// <inheritdoc />
        public override string Code => "not begun";
    }
}
