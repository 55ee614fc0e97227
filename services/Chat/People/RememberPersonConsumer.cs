using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Chat.Data;
using OneVOne.Contracts.Identity;

namespace OneVOne.Chat.People;

/// <summary>Keeps the names of people. The highest version wins, so neither order nor repetition matters.</summary>
internal sealed class RememberPersonConsumer(ChatDbContext database) : IConsumer<UserRegistered>
{
    public Task Consume(ConsumeContext<UserRegistered> context)
    {
        var person = context.Message;
        return database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO people (user_id, username, display_name, version)
            VALUES ({person.UserId}, {person.Username}, {person.DisplayName}, {person.Version})
            ON CONFLICT (user_id) DO UPDATE
            SET username = EXCLUDED.username, display_name = EXCLUDED.display_name, version = EXCLUDED.version
            WHERE people.version < EXCLUDED.version
            """,
            context.CancellationToken);
    }
}
