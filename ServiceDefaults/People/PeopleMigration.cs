using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.People;

/// <summary>The table <c>people</c>, the same in every service that shows names. Derive it once, as a migration of the service.</summary>
public abstract class PeopleMigration : SqlMigration
{
    private protected override Type Source => typeof(PeopleMigration);
}
