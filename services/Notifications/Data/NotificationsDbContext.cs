using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OneVOne.Notifications.Inbox;
using OneVOne.Notifications.People;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Notifications.Data;

internal sealed class NotificationsDbContext(DbContextOptions<NotificationsDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<KnownPerson> People => Set<KnownPerson>();

    /// <summary>Statements in one round trip, in the transaction that is open.</summary>
    public NpgsqlBatch CreateBatch() => new(
        (NpgsqlConnection)Database.GetDbConnection(), (NpgsqlTransaction?)Database.CurrentTransaction?.GetDbTransaction());
}
