using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Tenants;

/// <summary>What a tenant decides: the settings below <c>Tenants:NAME</c>.</summary>
public sealed class TenantOptions
{
    /// <summary>The name that people read in pages and mails.</summary>
    [Required, StringLength(100)]
    public string DisplayName { get; set; } = "Secure mail";

    /// <summary>The language of mails to people whose own is unknown: <c>en</c> or <c>de</c>.</summary>
    [Required, RegularExpression("^(en|de)$")]
    public string Language { get; set; } = "en";

    /// <summary>The domains from which senders may write; empty admits all that the gateway signs.</summary>
    public IList<string> SenderDomains { get; } = [];

    /// <summary>The address that the portal's own mails come from.</summary>
    [Required]
    public string MailFrom { get; set; } = "portal@localhost";

    /// <summary>
    /// Where reports on notices come back: the portal's SMTP door must get the mail to it. Notices leave with <c>bounces+TOKEN@</c> as the envelope's sender then;
    /// empty: with <see cref="MailFrom"/>, and nothing is known of what comes back.
    /// </summary>
    public string BounceAddress { get; set; } = "";

    /// <summary>The theme's folder below wwwroot-themes.</summary>
    [Required, RegularExpression("^[a-z0-9-]{1,40}$")]
    public string Theme { get; set; } = "default";

    /// <summary>Which way initial passwords take.</summary>
    [EnumDataType(typeof(InitialPasswordChannel))]
    public InitialPasswordChannel InitialPasswordChannel { get; set; }

    /// <summary>Which wishes of a single mail count against that.</summary>
    [EnumDataType(typeof(InitialPasswordOverride))]
    public InitialPasswordOverride InitialPasswordOverride { get; set; }

    /// <summary>How long an initial password is good, and an invitation without one.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan InitialPasswordLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long one is good that went by SMS when the mail came.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "30.00:00:00")]
    public TimeSpan InitialPasswordSmsLifetime { get; set; } = TimeSpan.FromHours(72);

    /// <summary>How long one is good that was asked for by SMS behind the link of a notice.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "1.00:00:00")]
    public TimeSpan InitialPasswordSmsOpeningLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a sender may ask for another initial password by the link in the mail about it.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan SenderLinkLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long an account may go unused before it expires; zero: for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan AccountUnusedLifetime { get; set; }

    /// <summary>How long after the invitation a recipient who has not registered is reminded, once; zero: never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan InvitationReminder { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a message may lie unopened before its recipient is reminded, once, if he has registered; zero: never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan UnreadReminderAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long it may before its sender is told, once; zero: never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan UnreadNoticeAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Who is told of what concerns the tenant's data protection, such as a message to the wrong person; empty: nobody.</summary>
    public string AlertAddress { get; set; } = "";

    /// <summary>How long messages are kept; zero: for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(180);

    /// <summary>The longest that a sender's wish or a reader may make of it, counted from the message's arrival; zero: no longest.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan RetentionMax { get; set; } = TimeSpan.FromDays(730);

    /// <summary>How long before the end readers are told of it; zero: not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan RetentionWarning { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often a message may be kept longer.</summary>
    [Range(0, 100)]
    public int RetentionExtensions { get; set; } = 3;

    /// <summary>How many wrong tries an initial password bears.</summary>
    [Range(3, 100)]
    public int InitialPasswordTries { get; set; } = 10;

    /// <summary>What is asked of a password of a person's own.</summary>
    [EnumDataType(typeof(PasswordProfile))]
    public PasswordProfile PasswordProfile { get; set; }

    /// <summary>How short it may be, in characters; null: 15 in the profile Length, 8 in Classic.</summary>
    [Range(8, 64)]
    public int? PasswordMinimumLength { get; set; }

    /// <summary>How short it may be in the profile Length where the account has a second factor.</summary>
    [Range(8, 64)]
    public int PasswordMinimumLengthWithSecondFactor { get; set; } = 8;

    /// <summary>How many former passwords may not be chosen again; null: none in the profile Length, 4 in Classic.</summary>
    [Range(0, 24)]
    public int? PasswordHistory { get; set; }

    /// <summary>The providers that people may sign in with, by names of the operator's choice.</summary>
    public IDictionary<string, ProviderOptions> Providers { get; } = new Dictionary<string, ProviderOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether somebody may register whom nobody has written to yet; only with a provider of <see cref="Providers"/>.</summary>
    public bool SelfRegistration { get; set; }

    /// <summary>Whether people may sign in with a one-time code that is mailed to their address, instead of a password.</summary>
    public bool SignInByMailCode { get; set; }

    /// <summary>Whether mailboxes can be opened without their owner's password and recovery code.</summary>
    [EnumDataType(typeof(MailboxRecovery))]
    public MailboxRecovery MailboxRecovery { get; set; }

    /// <summary>How somebody who forgot the password sets a new one.</summary>
    [EnumDataType(typeof(ResetWay))]
    public ResetWay PasswordReset { get; set; }

    /// <summary>Whether people may choose a question that is asked before, besides link or code.</summary>
    public bool PasswordResetQuestion { get; set; }

    /// <summary>Whether two operators must approve before the help desk may read out a code.</summary>
    public bool PasswordResetFourEyes { get; set; }

    /// <summary>Whether people may or must have a second factor.</summary>
    [EnumDataType(typeof(SecondFactorPolicy))]
    public SecondFactorPolicy SecondFactor { get; set; } = SecondFactorPolicy.Offered;

    /// <summary>How long a person may choose not to be asked for it in the same browser; zero: not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan SecondFactorTrust { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A session unused for this long ends.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after this long in any case.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "7.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The time zone of people who chose none, an IANA name such as Europe/Zurich; empty: the server's.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>The hour at which daily mails leave for people who chose none, in their time zone.</summary>
    [Range(0, 23)]
    public int DigestHour { get; set; } = 7;

    /// <summary>Whether people may answer a message.</summary>
    public bool Reply { get; set; } = true;

    /// <summary>Whether they may answer all who got it.</summary>
    public bool ReplyAll { get; set; } = true;

    /// <summary>Whether they may pass a message on to whom the tenant allows.</summary>
    public bool Forward { get; set; }

    /// <summary>Whether they may write a message that answers none, to whom the tenant allows.</summary>
    public bool NewMessage { get; set; }

    /// <summary>Who may be in an answer.</summary>
    [EnumDataType(typeof(ReplyRecipients))]
    public ReplyRecipients ReplyRecipients { get; set; }

    /// <summary>The domains to which people may forward and write; empty: those of <see cref="SenderDomains"/>.</summary>
    public IList<string> RecipientDomains { get; } = [];

    /// <summary>Whom people may forward and write to besides, offered by name.</summary>
    public IList<DefaultRecipient> DefaultRecipients { get; } = [];

    /// <summary>Bytes of all files of one message that a person sends.</summary>
    [Range(0, 1L << 40)]
    public long MaxReplyBytes { get; set; } = 25_000_000;

    /// <summary>How many files one message may have that a person sends; 0: none.</summary>
    [Range(0, 100)]
    public int MaxReplyFiles { get; set; } = 20;

    /// <summary>How many messages the owner of an account may send within 24 hours, all mailboxes together.</summary>
    [Range(1, 10_000)]
    public int MaxRepliesPerDay { get; set; } = 100;

    /// <summary>Whether senders who ask for a receipt (RFC 8098) get one.</summary>
    public ReceiptPolicy Receipts { get; set; }

    /// <summary>Whether senders get a mail for each message that names its recipients and leads to their view of it.</summary>
    [EnumDataType(typeof(SentConfirmation))]
    public SentConfirmation SentConfirmation { get; set; }

    /// <summary>Whether people may have their messages sent to them, encrypted to an S/MIME certificate of their own, instead of reading them here.</summary>
    public bool OwnCertificates { get; set; } = true;

    /// <summary>A PEM file of the authorities that such certificates must come from; empty: anybody's, because a code proves key and mailbox.</summary>
    public string OwnCertificateAuthorities { get; set; } = "";

    /// <summary>Messages with more bytes wait in the portal all the same.</summary>
    [Range(0, 1L << 30)]
    public long OwnCertificateMaxBytes { get; set; } = 7_000_000;

    /// <summary>Whether people may delete their accounts themselves.</summary>
    public bool SelfDeletion { get; set; } = true;

    /// <summary>Where the page footer's imprint link leads; empty shows none.</summary>
    public string ImprintUrl { get; set; } = "";

    /// <summary>Where the page footer's privacy link leads; empty shows none.</summary>
    public string PrivacyUrl { get; set; } = "";

    /// <summary>Where the page footer's accessibility link leads; empty shows none.</summary>
    public string AccessibilityUrl { get; set; } = "";
}
