using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of passwords that were, and of those that are to be set anew.</summary>
internal sealed class PasswordTables :
    IEntityTypeConfiguration<FormerPassword>,
    IEntityTypeConfiguration<PasswordReset>,
    IEntityTypeConfiguration<ResetQuestion>
{
    public void Configure(EntityTypeBuilder<FormerPassword> builder)
    {
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId);
    }

    public void Configure(EntityTypeBuilder<PasswordReset> builder)
    {
        builder.Property(r => r.ApprovedBy).HasMaxLength(64);
        builder.HasIndex(r => r.State);
        builder.HasIndex(r => new { r.AddressHash, r.CreatedAt });
        builder.HasIndex(r => r.BrowserHash);
        builder.HasIndex(r => r.TokenHash);
        builder.HasIndex(r => r.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ResetQuestion> builder)
    {
        builder.HasIndex(q => q.AccountId).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(q => q.AccountId);
    }
}
