using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.People;

/// <summary>
/// Keeps what Identity tells of people. Every event carries all of it and the highest version wins, so neither order nor
/// repetition matters: a profile that is heard of after the account's end does not bring it back.
/// </summary>
internal sealed class RememberPersonConsumer(ServiceDbContext database)
    : IConsumer<UserRegistered>, IConsumer<ProfileChanged>, IConsumer<UserDeleted>
{
    public Task Consume(ConsumeContext<UserRegistered> context)
    {
        var user = context.Message;
        return RememberAsync(new(user.UserId, user.Username, user.DisplayName), user.Version, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<ProfileChanged> context)
    {
        var user = context.Message;
        return RememberAsync(
            new(user.UserId, user.Username, user.DisplayName, user.AvatarId), user.Version, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<UserDeleted> context)
    {
        var user = context.Message;
        return RememberAsync(
            new(user.UserId, Person.DeletedName, Person.DeletedName, Deleted: true), user.Version, context.CancellationToken);
    }

    private Task<int> RememberAsync(Person person, long version, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO people AS known (user_id, username, display_name, avatar_id, deleted, version)
            VALUES ({person.Id}, {person.Username}, {person.DisplayName}, {person.AvatarId}, {person.Deleted}, {version})
            ON CONFLICT (user_id) DO UPDATE
            SET username = excluded.username, display_name = excluded.display_name, avatar_id = excluded.avatar_id,
                deleted = excluded.deleted, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken);
}
