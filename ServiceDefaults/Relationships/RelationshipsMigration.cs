using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>
/// The tables <c>relationships</c> and <c>privacy_settings</c> with the functions that statements ask them by. Derive it
/// once, as a migration of the service.
/// </summary>
public abstract class RelationshipsMigration : SqlMigration
{
    private protected override Type Source => typeof(RelationshipsMigration);
}
