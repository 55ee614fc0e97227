using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>
/// The outbox and the inbox, the same in every service. Derive it once, as the service's first migration:
/// <c>[DbContext(typeof(FriendsDbContext)), Migration("20261121_00_CreateMessagingTables")] class CreateMessagingTables : MessagingMigration;</c>
/// </summary>
public abstract class MessagingMigration : SqlMigration
{
    private protected override Type Source => typeof(MessagingMigration);
}
