using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Friends.Friendships;

/// <summary>How a person stands to the caller.</summary>
/// <param name="Version">Of the pair, as events have it; 0 when nothing ever was between the two.</param>
internal sealed record Relation(Guid UserId, bool AreFriends, long Version)
{
    public static async Task<Ok<Relation>> ReadAsync(
        Guid userId, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT state = 'friends', version FROM pairs
            WHERE low_user_id = LEAST(@me, @other) AND high_user_id = GREATEST(@me, @other)
            """);
        command.Parameters.AddWithValue("me", me.Id);
        command.Parameters.AddWithValue("other", userId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return TypedResults.Ok(await reader.ReadAsync(cancellationToken)
            ? new Relation(userId, reader.GetBoolean(0), reader.GetInt64(1))
            : new Relation(userId, false, 0));
    }
}
