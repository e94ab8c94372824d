using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of the people: accounts, what happened to them, and the browsers they use.</summary>
internal sealed class AccountTables :
    IEntityTypeConfiguration<Account>,
    IEntityTypeConfiguration<AccountEvent>,
    IEntityTypeConfiguration<Device>,
    IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(a => a.State).HasDefaultValue(AccountState.Registered).HasSentinel(AccountState.Registered);
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
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId);
    }

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.Browser).HasMaxLength(60).HasDefaultValue("");
        builder.HasIndex(s => s.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
    }
}
