using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of the mailboxes: addresses, the slots of their keys, and the passwords that open them first.</summary>
internal sealed class MailboxTables :
    IEntityTypeConfiguration<Mailbox>,
    IEntityTypeConfiguration<KeySlot>,
    IEntityTypeConfiguration<InitialPassword>,
    IEntityTypeConfiguration<SenderLink>,
    IEntityTypeConfiguration<MailboxCertificate>
{
    public void Configure(EntityTypeBuilder<Mailbox> builder)
    {
        builder.HasIndex(m => new { m.Tenant, m.Address }).IsUnique().HasFilter("\"ReplacedAt\" IS NULL");
        builder.HasIndex(m => m.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<KeySlot> builder)
    {
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(s => s.MailboxId);
    }

    public void Configure(EntityTypeBuilder<InitialPassword> builder)
    {
        builder.HasKey(p => p.MailboxId);
        builder.HasIndex(p => p.RemindAt).HasFilter("\"RemindAt\" IS NOT NULL");
        builder.HasIndex(p => p.ExpiresAt, "IX_InitialPasswords_Open").HasFilter("\"UsedAt\" IS NULL AND \"EndedAt\" IS NULL");
        builder.Property(p => p.Sender).HasDefaultValue(Array.Empty<byte>());
        builder.Property(p => p.Mobile).HasDefaultValue(Array.Empty<byte>());
        builder.HasOne<Mailbox>().WithOne().HasForeignKey<InitialPassword>(p => p.MailboxId);
    }

    public void Configure(EntityTypeBuilder<SenderLink> builder)
    {
        builder.HasKey(l => l.TokenHash);
        builder.HasIndex(l => l.ExpiresAt);
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(l => l.MailboxId);
    }

    public void Configure(EntityTypeBuilder<MailboxCertificate> builder)
    {
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.MailboxId);
        builder.HasIndex(c => c.NotAfter);
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(c => c.MailboxId);
    }
}
