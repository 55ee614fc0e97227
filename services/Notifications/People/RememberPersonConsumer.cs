using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;
using OneVOne.Notifications.Data;

namespace OneVOne.Notifications.People;

internal sealed class RememberPersonConsumer(NotificationsDbContext db) : IConsumer<UserRegistered>
{
    public Task Consume(ConsumeContext<UserRegistered> context)
    {
        var person = context.Message;
        return db.Database.ExecuteSqlAsync($"""
            INSERT INTO people AS known (user_id, username, display_name, version)
            VALUES ({person.UserId}, {person.Username}, {person.DisplayName}, {person.Version})
            ON CONFLICT (user_id) DO UPDATE
            SET username = excluded.username, display_name = excluded.display_name, version = excluded.version
            WHERE known.version < excluded.version
            """, context.CancellationToken);
    }
}
