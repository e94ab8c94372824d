using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of the people: accounts, what happened to them, and the browsers they use.</summary>
internal sealed class AccountTables :
    IEntityTypeConfiguration<Account>,
    IEntityTypeConfiguration<AccountEvent>,
    IEntityTypeConfiguration<Device>,
    IEntityTypeConfiguration<Session>,
    IEntityTypeConfiguration<SignInRecord>,
    IEntityTypeConfiguration<AddressProof>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(a => a.State).HasDefaultValue(AccountState.Registered).HasSentinel(AccountState.Registered);
        builder.HasIndex(a => a.DigestDueAt).HasFilter("\"DigestDueAt\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<AccountEvent> builder)
    {
        // No foreign keys: what happened stays written when account and mailbox are gone.
        builder.Property(e => e.By).HasMaxLength(64);
        builder.HasIndex(e => e.AccountId);
        builder.HasIndex(e => e.MailboxId);
    }

    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.HasKey(d => new { d.Id, d.AccountId });
        builder.Property(d => d.Browser).HasMaxLength(60).HasDefaultValue("");
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId);
    }

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.Browser).HasMaxLength(60).HasDefaultValue("");
        builder.HasIndex(s => s.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
    }

    public void Configure(EntityTypeBuilder<SignInRecord> builder)
    {
        builder.HasIndex(s => new { s.AccountId, s.At });
        builder.HasIndex(s => s.At);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
    }

    public void Configure(EntityTypeBuilder<AddressProof> builder)
    {
        builder.HasIndex(p => new { p.AccountId, p.Address }).IsUnique();
        builder.HasIndex(p => p.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId);
    }
}
