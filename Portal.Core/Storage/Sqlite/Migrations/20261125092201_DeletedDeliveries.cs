using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DeletedDeliveries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "DeletedDeliveries",
                columns: table => new
                {
                    AddressHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MailboxId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ContentDigest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DeletedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeletedDeliveries", x => new { x.AddressHash, x.MailboxId, x.ContentDigest });
                });

            migrationBuilder.CreateIndex(
                name: "IX_DeletedDeliveries_DeletedAt",
                table: "DeletedDeliveries",
                column: "DeletedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeletedDeliveries");
        }
    }
}
