using Microsoft.EntityFrameworkCore.Migrations;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>
/// The outbox and the inbox, the same in every service. Derive it once, as the service's first migration:
/// <c>[DbContext(typeof(FriendsDbContext)), Migration("20261121_00_CreateMessagingTables")] class CreateMessagingTables : MessagingMigration;</c>
/// </summary>
public abstract class MessagingMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        using var stream = typeof(MessagingMigration).Assembly
            .GetManifestResourceStream($"{typeof(MessagingMigration).Namespace}.CreateMessagingTables.sql")!;
        using var reader = new StreamReader(stream);
        migrationBuilder.Sql(reader.ReadToEnd());
    }
}
