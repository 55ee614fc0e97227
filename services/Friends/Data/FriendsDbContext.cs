using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Friends.Data;

/// <summary>
/// The service's database. It maps no entities: every act on a pair is one SQL statement, which loading, changing and
/// saving an object cannot be.
/// </summary>
public sealed class FriendsDbContext(DbContextOptions<FriendsDbContext> options) : ServiceDbContext(options)
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.NoEntityTypeConfigurationsWarning));
}
