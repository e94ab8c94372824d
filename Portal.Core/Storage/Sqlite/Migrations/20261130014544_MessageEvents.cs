using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class MessageEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "MessageId",
                table: "SenderLinks",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "DeliveryId",
                table: "Outbox",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "CheckHash",
                table: "Notices",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Automatic",
                table: "Messages",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "ExpiresAt",
                table: "Messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ExpiryToldAt",
                table: "Messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "HeldAt",
                table: "Messages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Sender",
                table: "Messages",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "SenderHash",
                table: "Messages",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UndeliverableAt",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "MessageId",
                table: "InitialPasswords",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BounceStatus",
                table: "Deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BounceToldAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BouncedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Lock",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "LockedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "NotifiedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RemindedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UnreadToldAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MailboxCertificates",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MailboxId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Certificate = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    NotAfter = table.Column<long>(type: "INTEGER", nullable: false),
                    ChallengeHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ChallengeUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    TriesLeft = table.Column<int>(type: "INTEGER", nullable: false),
                    ProvedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    InUse = table.Column<bool>(type: "INTEGER", nullable: false),
                    EndToldAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailboxCertificates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MailboxCertificates_Mailboxes_MailboxId",
                        column: x => x.MailboxId,
                        principalTable: "Mailboxes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MessageEvents",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MessageId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    DeliveryId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Box = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Mac = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MessageEvents", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_CheckHash",
                table: "Notices",
                column: "CheckHash",
                filter: "\"CheckHash\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_ExpiresAt",
                table: "Messages",
                column: "ExpiresAt",
                filter: "\"ExpiresAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_SenderHash_ReceivedAt",
                table: "Messages",
                columns: new[] { "SenderHash", "ReceivedAt" },
                filter: "\"SenderHash\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_Bounced",
                table: "Deliveries",
                column: "BouncedAt",
                filter: "\"BouncedAt\" IS NOT NULL AND \"BounceToldAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_Unopened",
                table: "Deliveries",
                column: "ReceivedAt",
                filter: "\"ReadAt\" IS NULL AND (\"RemindedAt\" IS NULL OR \"UnreadToldAt\" IS NULL)");

            migrationBuilder.CreateIndex(
                name: "IX_MailboxCertificates_MailboxId",
                table: "MailboxCertificates",
                column: "MailboxId");

            migrationBuilder.CreateIndex(
                name: "IX_MailboxCertificates_NotAfter",
                table: "MailboxCertificates",
                column: "NotAfter");

            migrationBuilder.CreateIndex(
                name: "IX_MessageEvents_At",
                table: "MessageEvents",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_MessageEvents_MessageId_Sequence",
                table: "MessageEvents",
                columns: new[] { "MessageId", "Sequence" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MailboxCertificates");

            migrationBuilder.DropTable(
                name: "MessageEvents");

            migrationBuilder.DropIndex(
                name: "IX_Notices_CheckHash",
                table: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_Messages_ExpiresAt",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_Messages_SenderHash_ReceivedAt",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_Bounced",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_Unopened",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "MessageId",
                table: "SenderLinks");

            migrationBuilder.DropColumn(
                name: "DeliveryId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "CheckHash",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Automatic",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "ExpiresAt",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "ExpiryToldAt",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "HeldAt",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "Sender",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "SenderHash",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "UndeliverableAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "MessageId",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "BounceStatus",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "BounceToldAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "BouncedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "Lock",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "LockedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "NotifiedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "RemindedAt",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "UnreadToldAt",
                table: "Deliveries");
        }
    }
}
