using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Folders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_Unread",
                table: "Deliveries");

            migrationBuilder.AddColumn<int>(
                name: "Folder",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "ThreadKey",
                table: "Deliveries",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Unread",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("UPDATE \"Deliveries\" SET \"Unread\" = 1 WHERE \"ReadAt\" IS NULL;");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_MailboxId_Folder_Position",
                table: "Deliveries",
                columns: new[] { "MailboxId", "Folder", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_MailboxId_ThreadKey_Position",
                table: "Deliveries",
                columns: new[] { "MailboxId", "ThreadKey", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_Unread",
                table: "Deliveries",
                columns: new[] { "MailboxId", "Folder" },
                filter: "\"Unread\"");

            migrationBuilder.CreateIndex(
                name: "IX_DeletedDeliveries_MailboxId_ContentDigest",
                table: "DeletedDeliveries",
                columns: new[] { "MailboxId", "ContentDigest" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Deliveries_MailboxId_Folder_Position",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_MailboxId_ThreadKey_Position",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_Unread",
                table: "Deliveries");

            migrationBuilder.DropIndex(
                name: "IX_DeletedDeliveries_MailboxId_ContentDigest",
                table: "DeletedDeliveries");

            migrationBuilder.DropColumn(
                name: "Folder",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "ThreadKey",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "Unread",
                table: "Deliveries");

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_Unread",
                table: "Deliveries",
                column: "MailboxId",
                filter: "\"ReadAt\" IS NULL");
        }
    }
}
