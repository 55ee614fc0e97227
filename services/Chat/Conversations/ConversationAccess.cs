using Npgsql;

namespace OneVOne.Chat.Conversations;

/// <summary>What a member may do in a conversation now; for what is not written to it, as looking and typing.</summary>
/// <param name="IsRequest">One of the two asks and has no answer yet.</param>
/// <param name="Deaf">Who is not to hear of the member here: those whom they block and who block them.</param>
internal sealed record Membership(ConversationKind Kind, Guid? PeerId, bool MayWrite, bool IsRequest, Guid[] Deaf);

internal sealed class ConversationAccess(NpgsqlDataSource dataSource)
{
    /// <summary>Null when there is no such conversation or it is not theirs.</summary>
    public async Task<Membership?> FindAsync(Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT c.kind, peer.id,
                c.kind <> 'direct' OR may_write_direct(
                    audience_of(peer.id, 'direct_messages'), is_blocked(peer.id, $1), are_friends(peer.id, $1),
                    share_a_friend(peer.id, $1), c.accepted_at IS NOT NULL OR coalesce(c.requested_by <> $1, false)),
                c.requested_by IS NOT NULL,
                CASE WHEN c.kind = 'direct' THEN '{}' ELSE ARRAY(SELECT b.user_id FROM blocked_with($1) b) END
            FROM conversations c
            CROSS JOIN LATERAL (
                SELECT CASE WHEN c.low_user_id = $1 THEN c.high_user_id ELSE c.low_user_id END AS id) peer
            WHERE c.id = $2 AND may_read(c, $1)
            """);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = conversationId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Membership(
                ConversationKinds.Parse(reader.GetString(0)),
                reader.IsDBNull(1) ? null : reader.GetGuid(1),
                reader.GetBoolean(2),
                reader.GetBoolean(3),
                reader.GetFieldValue<Guid[]>(4))
            : null;
    }
}
