using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage;

/// <summary>The portal's database. Each provider has a context class of its own with its own migrations.</summary>
public abstract class PortalContext(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>Mail addresses with their key pairs.</summary>
    public DbSet<Mailbox> Mailboxes => Set<Mailbox>();

    /// <summary>Locked copies of the mailboxes' private keys.</summary>
    public DbSet<KeySlot> KeySlots => Set<KeySlot>();

    /// <summary>Stored mails.</summary>
    public DbSet<Message> Messages => Set<Message>();

    /// <summary>Messages in mailboxes.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>What is left of deliveries that were deleted for good.</summary>
    public DbSet<DeletedDelivery> DeletedDeliveries => Set<DeletedDelivery>();

    /// <summary>Initial passwords that wait for a registration.</summary>
    public DbSet<InitialPassword> InitialPasswords => Set<InitialPassword>();

    /// <summary>What happened to messages.</summary>
    public DbSet<MessageEvent> MessageEvents => Set<MessageEvent>();

    /// <summary>Recipients' own certificates.</summary>
    public DbSet<MailboxCertificate> MailboxCertificates => Set<MailboxCertificate>();

    /// <summary>Links that were sent.</summary>
    public DbSet<Notice> Notices => Set<Notice>();

    /// <summary>Links by which senders see what became of their mails.</summary>
    public DbSet<SenderLink> SenderLinks => Set<SenderLink>();

    /// <summary>What must leave the portal.</summary>
    public DbSet<OutboxEntry> Outbox => Set<OutboxEntry>();

    /// <summary>Replies that could not be delivered.</summary>
    public DbSet<ReplyFailure> ReplyFailures => Set<ReplyFailure>();

    /// <summary>Signed-in browsers.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>Trusted gateways.</summary>
    public DbSet<Gateway> Gateways => Set<Gateway>();

    /// <summary>Idempotency keys of the HTTP door.</summary>
    public DbSet<Submission> Submissions => Set<Submission>();

    /// <summary>Browsers in which people have signed in.</summary>
    public DbSet<Device> Devices => Set<Device>();

    /// <summary>Changes of state of accounts.</summary>
    public DbSet<AccountEvent> AccountEvents => Set<AccountEvent>();

    /// <summary>What became of SMS.</summary>
    public DbSet<SmsMessage> SmsMessages => Set<SmsMessage>();

    /// <summary>How many SMS were queued.</summary>
    public DbSet<SmsCounter> SmsCounters => Set<SmsCounter>();

    /// <summary>Identities at other providers.</summary>
    public DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();

    /// <summary>One-time codes that went to mailboxes.</summary>
    public DbSet<MailCode> MailCodes => Set<MailCode>();

    /// <summary>Attempts to sign in at a provider that have come to their end.</summary>
    public DbSet<SpentAttempt> SpentAttempts => Set<SpentAttempt>();

    /// <summary>Passwords that may not be chosen again.</summary>
    public DbSet<FormerPassword> FormerPasswords => Set<FormerPassword>();

    /// <summary>Wishes to set a new password.</summary>
    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();

    /// <summary>Questions that people want to be asked before.</summary>
    public DbSet<ResetQuestion> ResetQuestions => Set<ResetQuestion>();

    /// <summary>Sign-ins, and refused tries of them.</summary>
    public DbSet<SignInRecord> SignIns => Set<SignInRecord>();

    /// <summary>Addresses that wait for their proof.</summary>
    public DbSet<AddressProof> AddressProofs => Set<AddressProof>();

    /// <summary>Authenticator apps, and wrong tries at second factors.</summary>
    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();

    /// <summary>Codes that stand in for a second factor.</summary>
    public DbSet<BackupCode> BackupCodes => Set<BackupCode>();

    /// <summary>Codes that went out by SMS.</summary>
    public DbSet<FactorCode> FactorCodes => Set<FactorCode>();

    /// <summary>WebAuthn credentials.</summary>
    public DbSet<Passkey> Passkeys => Set<Passkey>();

    /// <summary>Answered challenges of passkeys.</summary>
    public DbSet<SpentChallenge> SpentChallenges => Set<SpentChallenge>();

    /// <summary>Changes of second factors.</summary>
    public DbSet<FactorEvent> FactorEvents => Set<FactorEvent>();

    /// <summary>What people are writing.</summary>
    public DbSet<Draft> Drafts => Set<Draft>();

    /// <summary>Files of what people are writing.</summary>
    public DbSet<DraftFile> DraftFiles => Set<DraftFile>();

    // The model must not depend on which process (web, ingest, command line) asks for it.
    /// <inheritdoc />
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalContext).Assembly);
    }
}
