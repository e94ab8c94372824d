using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of the second factors and of the passkeys.</summary>
internal sealed class FactorTables :
    IEntityTypeConfiguration<SecondFactor>,
    IEntityTypeConfiguration<BackupCode>,
    IEntityTypeConfiguration<FactorCode>,
    IEntityTypeConfiguration<SpentChallenge>,
    IEntityTypeConfiguration<FactorEvent>,
    IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.HasKey(p => p.CredentialId);
        builder.HasIndex(p => p.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId);
    }

    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.HasKey(f => f.AccountId);
        builder.HasOne<Account>().WithOne().HasForeignKey<SecondFactor>(f => f.AccountId);
    }

    public void Configure(EntityTypeBuilder<BackupCode> builder)
    {
        builder.HasKey(c => new { c.AccountId, c.Hash });
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
    }

    public void Configure(EntityTypeBuilder<FactorCode> builder)
    {
        builder.HasKey(c => c.BoundTo);
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
    }

    public void Configure(EntityTypeBuilder<SpentChallenge> builder)
    {
        builder.HasKey(c => c.Hash);
        builder.HasIndex(c => c.ExpiresAt);
    }

    public void Configure(EntityTypeBuilder<FactorEvent> builder) => builder.HasIndex(e => e.AccountId); // no foreign key, as AccountEvents
}
