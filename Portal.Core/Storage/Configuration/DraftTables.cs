using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of what people are writing.</summary>
internal sealed class DraftTables : IEntityTypeConfiguration<Draft>, IEntityTypeConfiguration<DraftFile>
{
    public void Configure(EntityTypeBuilder<Draft> builder)
    {
        builder.HasIndex(d => new { d.MailboxId, d.UpdatedAt });
        builder.HasIndex(d => d.UpdatedAt);
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(d => d.MailboxId);
    }

    public void Configure(EntityTypeBuilder<DraftFile> builder)
    {
        builder.HasIndex(f => new { f.DraftId, f.CreatedAt });
        builder.HasOne<Draft>().WithMany().HasForeignKey(f => f.DraftId);
    }
}
