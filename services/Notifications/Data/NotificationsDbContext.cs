using Microsoft.EntityFrameworkCore;
using OneVOne.Notifications.Inbox;
using OneVOne.Notifications.People;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Notifications.Data;

internal sealed class NotificationsDbContext(DbContextOptions<NotificationsDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<KnownPerson> People => Set<KnownPerson>();
}
