using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class InvitationsEnd : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "EndedAt",
                table: "InitialPasswords",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RemindAt",
                table: "InitialPasswords",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Sender",
                table: "InitialPasswords",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateIndex(
                name: "IX_InitialPasswords_Open",
                table: "InitialPasswords",
                column: "ExpiresAt",
                filter: "\"UsedAt\" IS NULL AND \"EndedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_InitialPasswords_RemindAt",
                table: "InitialPasswords",
                column: "RemindAt",
                filter: "\"RemindAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_InitialPasswords_Open",
                table: "InitialPasswords");

            migrationBuilder.DropIndex(
                name: "IX_InitialPasswords_RemindAt",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "RemindAt",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "Sender",
                table: "InitialPasswords");
        }
    }
}
