using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class InitialPasswordChannels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Channel",
                table: "InitialPasswords",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "GoodUntil",
                table: "InitialPasswords",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Mobile",
                table: "InitialPasswords",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<int>(
                name: "Renewals",
                table: "InitialPasswords",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "RenewedAt",
                table: "InitialPasswords",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastSignInAt",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SenderLinks",
                columns: table => new
                {
                    TokenHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MailboxId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Sender = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SenderLinks", x => x.TokenHash);
                    table.ForeignKey(
                        name: "FK_SenderLinks_Mailboxes_MailboxId",
                        column: x => x.MailboxId,
                        principalTable: "Mailboxes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SenderLinks_ExpiresAt",
                table: "SenderLinks",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_SenderLinks_MailboxId",
                table: "SenderLinks",
                column: "MailboxId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SenderLinks");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "GoodUntil",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "Mobile",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "Renewals",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "RenewedAt",
                table: "InitialPasswords");

            migrationBuilder.DropColumn(
                name: "LastSignInAt",
                table: "Accounts");
        }
    }
}
