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

    /// <summary>Initial passwords that wait for a registration.</summary>
    public DbSet<InitialPassword> InitialPasswords => Set<InitialPassword>();

    /// <summary>Links that were sent.</summary>
    public DbSet<Notice> Notices => Set<Notice>();

    /// <summary>What must leave the portal.</summary>
    public DbSet<OutboxEntry> Outbox => Set<OutboxEntry>();

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

    // The model must not depend on which process (web, ingest, command line) asks for it.
    /// <inheritdoc />
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>(account =>
        {
            account.ToTable("Accounts");
            account.Property(a => a.State).HasDefaultValue(AccountState.Registered).HasSentinel(AccountState.Registered);
        });
        builder.Entity<Device>(device =>
        {
            device.HasKey(d => new { d.Id, d.AccountId });
            device.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId);
        });

        // No foreign keys: what happened stays written when account and mailbox are gone.
        builder.Entity<AccountEvent>(change =>
        {
            change.Property(e => e.By).HasMaxLength(64);
            change.HasIndex(e => e.AccountId);
            change.HasIndex(e => e.MailboxId);
        });
        builder.ApplyConfiguration<SmsMessage>(new Configuration.SmsTables());
        builder.ApplyConfiguration<SmsCounter>(new Configuration.SmsTables());
        builder.ApplyConfiguration<ExternalLogin>(new Configuration.ExternalTables());
        builder.ApplyConfiguration<MailCode>(new Configuration.ExternalTables());
        builder.ApplyConfiguration<SpentAttempt>(new Configuration.ExternalTables());
        builder.Entity<Mailbox>(box =>
        {
            box.HasIndex(m => new { m.Tenant, m.Address }).IsUnique();
            box.HasIndex(m => m.AccountId);
            box.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<KeySlot>().HasOne<Mailbox>().WithMany().HasForeignKey(s => s.MailboxId);
        builder.Entity<Delivery>(delivery =>
        {
            delivery.HasIndex(d => new { d.MailboxId, d.ContentDigest }).IsUnique();
            delivery.HasIndex(d => new { d.MailboxId, d.Position }).IsUnique();
            delivery.HasIndex(d => d.MailboxId, "IX_Deliveries_Unread").HasFilter("\"ReadAt\" IS NULL");
            delivery.HasOne<Mailbox>().WithMany().HasForeignKey(d => d.MailboxId);
            delivery.HasOne<Message>().WithMany().HasForeignKey(d => d.MessageId);
        });
        builder.Entity<InitialPassword>(password =>
        {
            password.HasKey(p => p.MailboxId);
            password.HasIndex(p => p.RemindAt).HasFilter("\"RemindAt\" IS NOT NULL");
            password.HasIndex(p => p.ExpiresAt, "IX_InitialPasswords_Open").HasFilter("\"UsedAt\" IS NULL AND \"EndedAt\" IS NULL");
            password.Property(p => p.Sender).HasDefaultValue(Array.Empty<byte>());
            password.HasOne<Mailbox>().WithOne().HasForeignKey<InitialPassword>(p => p.MailboxId);
        });
        builder.Entity<Notice>(notice =>
        {
            notice.HasKey(n => n.TokenHash);
            notice.HasOne<Delivery>().WithMany().HasForeignKey(n => n.DeliveryId);
        });
        builder.Entity<OutboxEntry>().HasIndex(o => new { o.State, o.DueAt });
        builder.Entity<Session>(session =>
        {
            session.HasIndex(s => s.ExpiresAt);
            session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        });
        builder.Entity<Gateway>().HasKey(g => g.Name);
        builder.Entity<Submission>(submission =>
        {
            submission.HasKey(s => new { s.Gateway, s.KeyHash });
            submission.HasIndex(s => s.ClaimedAt);
        });
    }
}
