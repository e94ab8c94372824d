using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Replies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "BlobId",
                table: "Outbox",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "EncryptionCertificate",
                table: "Gateways",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RepliedAt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ReplyFailures",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MailboxId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DeliveryId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Box = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReplyFailures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReplyFailures_Mailboxes_MailboxId",
                        column: x => x.MailboxId,
                        principalTable: "Mailboxes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_BlobId",
                table: "Outbox",
                column: "BlobId",
                filter: "\"BlobId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ReplyFailures_MailboxId",
                table: "ReplyFailures",
                column: "MailboxId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReplyFailures");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_BlobId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "BlobId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "EncryptionCertificate",
                table: "Gateways");

            migrationBuilder.DropColumn(
                name: "RepliedAt",
                table: "Deliveries");
        }
    }
}
