using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of the SMS: what became of them, and how many there were.</summary>
internal sealed class SmsTables : IEntityTypeConfiguration<SmsMessage>, IEntityTypeConfiguration<SmsCounter>
{
    public void Configure(EntityTypeBuilder<SmsMessage> builder)
    {
        builder.HasIndex(m => m.CreatedAt);
        builder.HasIndex(m => m.AskAt);
    }

    public void Configure(EntityTypeBuilder<SmsCounter> builder)
    {
        builder.HasKey(c => new { c.Limit, c.Subject, c.Since });
        builder.HasIndex(c => c.Since);
    }
}
