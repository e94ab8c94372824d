using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Storage.Model;

namespace Portal.Core.Storage.Configuration;

/// <summary>The tables of the mails: where they lie, the links to them, and what waits to leave.</summary>
internal sealed class MessageTables :
    IEntityTypeConfiguration<Message>,
    IEntityTypeConfiguration<Delivery>,
    IEntityTypeConfiguration<DeletedDelivery>,
    IEntityTypeConfiguration<Notice>,
    IEntityTypeConfiguration<OutboxEntry>,
    IEntityTypeConfiguration<ReplyFailure>,
    IEntityTypeConfiguration<MessageEvent>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.Property(m => m.Sender).HasDefaultValue(Array.Empty<byte>());
        builder.HasIndex(m => m.ExpiresAt).HasFilter("\"ExpiresAt\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.HasIndex(d => new { d.MailboxId, d.ContentDigest }).IsUnique();
        builder.HasIndex(d => new { d.MailboxId, d.Position }).IsUnique();
        builder.HasIndex(d => new { d.MailboxId, d.Folder, d.Position });
        builder.HasIndex(d => new { d.MailboxId, d.ThreadKey, d.Position });
        builder.HasIndex(d => new { d.MailboxId, d.Folder }, "IX_Deliveries_Unread").HasFilter("\"Unread\"");
        // What nobody has opened, for reminders; what came back, for its sender.
        builder.HasIndex(d => d.ReceivedAt, "IX_Deliveries_Unopened").HasFilter("\"ReadAt\" IS NULL AND (\"RemindedAt\" IS NULL OR \"UnreadToldAt\" IS NULL)");
        builder.HasIndex(d => d.BouncedAt, "IX_Deliveries_Bounced").HasFilter("\"BouncedAt\" IS NOT NULL AND \"BounceToldAt\" IS NULL");
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(d => d.MailboxId);
        builder.HasOne<Message>().WithMany().HasForeignKey(d => d.MessageId);
    }

    public void Configure(EntityTypeBuilder<DeletedDelivery> builder)
    {
        builder.HasKey(d => new { d.AddressHash, d.MailboxId, d.ContentDigest });
        builder.HasIndex(d => d.DeletedAt);
        builder.HasIndex(d => new { d.MailboxId, d.ContentDigest });
    }

    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.HasKey(n => n.TokenHash);
        builder.HasIndex(n => n.CheckHash).HasFilter("\"CheckHash\" IS NOT NULL");
        builder.HasOne<Delivery>().WithMany().HasForeignKey(n => n.DeliveryId);
    }

    public void Configure(EntityTypeBuilder<OutboxEntry> builder)
    {
        builder.HasIndex(o => new { o.State, o.DueAt });
        // No foreign key: adding one would copy the whole table. Who deletes a mailbox deletes what waits for it (DeleteMailboxes).
        builder.HasIndex(o => o.MailboxId).HasFilter("\"MailboxId\" IS NOT NULL");
        builder.HasIndex(o => o.BlobId).HasFilter("\"BlobId\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<ReplyFailure> builder)
    {
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(f => f.MailboxId);
    }

    // No foreign key: the chain outlives the message.
    public void Configure(EntityTypeBuilder<MessageEvent> builder)
    {
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => new { e.MessageId, e.Sequence }).IsUnique();
        builder.HasIndex(e => e.At);
        builder.HasIndex(e => new { e.SenderHash, e.At }).HasFilter("\"SenderHash\" IS NOT NULL");
    }
}
