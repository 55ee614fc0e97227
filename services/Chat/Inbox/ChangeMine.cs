using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Rooms;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Inbox;

/// <summary>What is to be different for oneself; what is absent stays.</summary>
public sealed record MineChange(bool? Pinned = null, bool? Archived = null)
{
    /// <summary>A time, or null for not at all; absent, unlike null, it stays.</summary>
    public JsonElement MutedUntil { get; init; }
}

/// <summary>What a person sets for themselves of a conversation; their other devices hear that it is another.</summary>
internal sealed class ChangeMine(NpgsqlDataSource dataSource, ReadConversations conversations, Memberships memberships)
{
    private static readonly Problem NoTime = Problem.Invalid("mutedUntil", "A time as in 2026-01-31T18:00:00Z, or null.");

    public async Task<Outcome<Conversation>> ExecuteAsync(
        Guid me, Guid conversationId, MineChange change, CancellationToken cancellationToken)
    {
        DateTimeOffset? mutedUntil = null;
        if (change.MutedUntil.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            if (change.MutedUntil.ValueKind != JsonValueKind.String || !change.MutedUntil.TryGetDateTimeOffset(out var time))
            {
                return NoTime;
            }

            mutedUntil = time.ToUniversalTime();
        }

        await using var command = dataSource.CreateCommand("SELECT change_mine($1, $2, $3, $4, $5, $6)");
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(Optional(change.Pinned, NpgsqlDbType.Boolean));
        command.Parameters.Add(Optional(change.Archived, NpgsqlDbType.Boolean));
        command.Parameters.Add(new() { Value = change.MutedUntil.ValueKind != JsonValueKind.Undefined });
        command.Parameters.Add(Optional(mutedUntil, NpgsqlDbType.TimestampTz));
        if (!(bool)(await command.ExecuteScalarAsync(cancellationToken))!)
        {
            return ConversationProblems.NotFound;
        }

        await memberships.TellAsync(me, conversationId);
        return await conversations.FindAsync(me, conversationId, cancellationToken);
    }

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
