using Npgsql;

namespace OneVOne.Chat.Conversations;

/// <summary>What a member may do in a conversation now; for what is not written to it, as looking and typing.</summary>
internal sealed record Membership(ConversationKind Kind, Guid? PeerId, bool MayWrite);

internal sealed class ConversationAccess(NpgsqlDataSource dataSource)
{
    /// <summary>Null when there is no such conversation or it is not theirs.</summary>
    public async Task<Membership?> FindAsync(Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT c.kind, CASE WHEN c.low_user_id = $1 THEN c.high_user_id ELSE c.low_user_id END,
                c.kind = 'public' OR coalesce(f.are_friends, false)
            FROM conversations c
            LEFT JOIN friendships f ON f.low_user_id = c.low_user_id AND f.high_user_id = c.high_user_id
            WHERE c.id = $2 AND may_read(c, $1)
            """);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = conversationId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Membership(
                ConversationKinds.Parse(reader.GetString(0)),
                reader.IsDBNull(1) ? null : reader.GetGuid(1),
                reader.GetBoolean(2))
            : null;
    }
}
