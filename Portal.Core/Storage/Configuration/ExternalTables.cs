using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of sign-ins by other providers and by codes to the mailbox.</summary>
internal sealed class ExternalTables
    : IEntityTypeConfiguration<ExternalLogin>, IEntityTypeConfiguration<MailCode>, IEntityTypeConfiguration<SpentAttempt>
{
    public void Configure(EntityTypeBuilder<ExternalLogin> builder)
    {
        builder.HasIndex(l => l.AccountId);
        builder.Property(l => l.Provider).HasMaxLength(40);
        builder.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
    }

    public void Configure(EntityTypeBuilder<MailCode> builder)
    {
        builder.HasIndex(c => new { c.Address, c.CreatedAt });
        builder.HasIndex(c => c.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<SpentAttempt> builder) => builder.HasIndex(a => a.ExpiresAt);
}
