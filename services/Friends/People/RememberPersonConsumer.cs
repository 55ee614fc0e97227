using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;
using OneVOne.Friends.Data;

namespace OneVOne.Friends.People;

// Public, as the scan for consumers passes over internal types.
public sealed class RememberPersonConsumer(FriendsDbContext database) : IConsumer<UserRegistered>
{
    public Task Consume(ConsumeContext<UserRegistered> context)
    {
        var user = context.Message;
        // Events come in any order; the newest profile stays.
        return database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO people AS known (user_id, username, display_name, version)
            VALUES ({user.UserId}, {user.Username}, {user.DisplayName}, {user.Version})
            ON CONFLICT (user_id) DO UPDATE SET
                username = excluded.username, display_name = excluded.display_name, version = excluded.version
            WHERE known.version < excluded.version
            """,
            context.CancellationToken);
    }
}
