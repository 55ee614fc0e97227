using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;
using OneVOne.Friends.Data;

namespace OneVOne.Friends.People;

internal sealed class RememberPersonConsumer(FriendsDbContext database)
    : IConsumer<UserRegistered>, IConsumer<ProfileChanged>
{
    public Task Consume(ConsumeContext<UserRegistered> context)
    {
        var user = context.Message;
        return RememberAsync(user.UserId, user.Username, user.DisplayName, user.Version, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<ProfileChanged> context)
    {
        var user = context.Message;
        return RememberAsync(user.UserId, user.Username, user.DisplayName, user.Version, context.CancellationToken);
    }

    // Events come in any order; the newest profile stays, and who is gone stays gone.
    private Task<int> RememberAsync(
        Guid userId, string username, string displayName, long version, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO people AS known (user_id, username, display_name, version)
            VALUES ({userId}, {username}, {displayName}, {version})
            ON CONFLICT (user_id) DO UPDATE SET
                username = excluded.username, display_name = excluded.display_name, version = excluded.version
            WHERE known.version < excluded.version AND NOT known.is_deleted
            """,
            cancellationToken);
}
