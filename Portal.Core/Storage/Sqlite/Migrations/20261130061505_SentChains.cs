using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SentChains : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Messages_SenderHash_ReceivedAt",
                table: "Messages");

            migrationBuilder.AddColumn<byte[]>(
                name: "SenderHash",
                table: "MessageEvents",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_MessageEvents_SenderHash_At",
                table: "MessageEvents",
                columns: new[] { "SenderHash", "At" },
                filter: "\"SenderHash\" IS NOT NULL");

            // Of messages that are gone nobody knows it any more.
            migrationBuilder.Sql(
                """
                UPDATE "MessageEvents" SET "SenderHash" = (SELECT m."SenderHash" FROM "Messages" AS m WHERE m."Id" = "MessageEvents"."MessageId")
                WHERE "Sequence" = 1 AND "Kind" = 1
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_MessageEvents_SenderHash_At",
                table: "MessageEvents");

            migrationBuilder.DropColumn(
                name: "SenderHash",
                table: "MessageEvents");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_SenderHash_ReceivedAt",
                table: "Messages",
                columns: new[] { "SenderHash", "ReceivedAt" },
                filter: "\"SenderHash\" IS NOT NULL");
        }
    }
}
