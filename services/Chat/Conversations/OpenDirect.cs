using Npgsql;
using OneVOne.Chat.Messages;
using OneVOne.Chat.People;
using OneVOne.Chat.Rooms;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Chat.Conversations;

/// <summary>
/// Finds the direct conversation of two people or, where the other takes messages from the caller, makes it: one for a
/// pair, whoever asks first and however often. Those who have one keep it as history when they may write no longer. Who opens
/// what the other asked for wants to talk too, and takes the request.
/// </summary>
internal sealed class OpenDirect(
    NpgsqlDataSource dataSource,
    ReadConversations conversations,
    ConversationActs acts,
    Memberships memberships,
    PeopleDirectory people,
    ConfirmFriendship friendships)
{
    private static readonly Problem WithSelf =
        new(400, "direct.with_self", "A direct conversation has two different people.");

    public async Task<Outcome<Opened>> ExecuteAsync(
        Caller caller, Guid otherUserId, CancellationToken cancellationToken)
    {
        if (otherUserId == caller.Id)
        {
            return WithSelf;
        }

        var (id, isNew, isAsked) = await FindOrCreateAsync(caller.Id, otherUserId, cancellationToken);
        if (id is null
            && await friendships.ExecuteAsync(caller.Id, otherUserId, caller.Authorization, cancellationToken))
        {
            (id, isNew, isAsked) = await FindOrCreateAsync(caller.Id, otherUserId, cancellationToken);
        }

        if (id is null)
        {
            var other = await people.FindAsync(otherUserId, caller.Authorization, cancellationToken);
            return other.Problem ?? ConversationProblems.NotAllowed;
        }

        if (isAsked)
        {
            await acts.ExecuteAsync(
                "accept_request($1, $2)", [new() { Value = id.Value }, new() { Value = caller.Id }], cancellationToken);
        }

        if (isNew)
        {
            // The list shows both names from now on, though Identity's events may still be on their way.
            await people.FindAsync(otherUserId, caller.Authorization, cancellationToken);
            await people.FindAsync(caller.Id, caller.Authorization, cancellationToken);
            await memberships.TellAsync(caller.Id, id.Value);
        }

        var found = await conversations.FindAsync(caller.Id, id.Value, cancellationToken);
        return found.Problem is { } problem ? problem : new Opened(found.Value, isNew);
    }

    private async Task<(Guid? Id, bool IsNew, bool IsAsked)> FindOrCreateAsync(
        Guid me, Guid other, CancellationToken cancellationToken)
    {
        // Two statements, two snapshots: who loses the race for the pair's row waits in the first and sees it in the
        // second.
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(
            """
            WITH made AS (
                INSERT INTO conversations (id, kind, low_user_id, high_user_id, requested_by)
                SELECT $1, 'direct', LEAST($2, $3), GREATEST($2, $3), CASE WHEN NOT are_friends($2, $3) THEN $2 END
                WHERE allows($3, 'direct_messages', $2)
                ON CONFLICT (low_user_id, high_user_id) DO NOTHING
                RETURNING id
            )
            INSERT INTO members (conversation_id, user_id)
            SELECT made.id, u.id FROM made CROSS JOIN unnest(ARRAY[$2, $3]) AS u (id)
            """)
        {
            Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = me }, new() { Value = other } },
        });
        batch.BatchCommands.Add(new(
            """
            SELECT id, coalesce(requested_by = $2 AND NOT is_blocked($1, $2), false) FROM conversations
            WHERE low_user_id = LEAST($1, $2) AND high_user_id = GREATEST($1, $2)
            """)
        {
            Parameters = { new() { Value = me }, new() { Value = other } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var (id, isAsked) = await reader.ReadAsync(cancellationToken)
            ? (reader.GetGuid(0), reader.GetBoolean(1))
            : ((Guid?)null, false);
        await reader.CloseAsync();
        return (id, batch.BatchCommands[0].RecordsAffected > 0, isAsked);
    }

    internal sealed record Opened(Conversation Conversation, bool IsNew);
}
