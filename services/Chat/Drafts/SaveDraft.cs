using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Drafts;

/// <summary>What a person has begun to write; also what their other devices hear of it.</summary>
/// <param name="Body">Empty when there is none any more.</param>
/// <param name="Version">Of two states the one with the higher version is the newer, also over a deletion.</param>
public sealed record Draft(
    Guid ConversationId,
    string Body,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ReplyTo,
    long Version,
    DateTimeOffset UpdatedAt);

/// <param name="Body">The text so far; empty for none.</param>
public sealed record DraftText(string Body, Guid? ReplyTo = null);

/// <summary>Keeps what people have begun to write, so that they go on with it on another device.</summary>
internal sealed class SaveDraft(
    NpgsqlDataSource dataSource, IHubContext<ChatHub, IChatClient> hub, IOptions<MessageOptions> options)
{
    private const string SaveSql =
        """
        INSERT INTO drafts (user_id, conversation_id, body, reply_to, version, updated_at)
        SELECT $1, c.id, $3, $4, next_draft_version(0), clock_timestamp()
        FROM conversations c WHERE c.id = $2 AND may_read(c, $1)
        ON CONFLICT (user_id, conversation_id) DO UPDATE SET body = EXCLUDED.body, reply_to = EXCLUDED.reply_to,
            version = next_draft_version(drafts.version), updated_at = EXCLUDED.updated_at
        RETURNING conversation_id, body, reply_to, version, updated_at
        """;

    private const string DeleteSql =
        """
        DELETE FROM drafts WHERE user_id = $1 AND conversation_id = $2
        RETURNING conversation_id, '', NULL::uuid, next_draft_version(version), clock_timestamp()
        """;

    // Of conversations that are still theirs.
    private const string ListSql =
        """
        SELECT d.conversation_id, d.body, d.reply_to, d.version, d.updated_at
        FROM drafts d JOIN conversations c ON c.id = d.conversation_id AND may_read(c, $1)
        WHERE d.user_id = $1 AND ($2 IS NULL OR (d.updated_at, d.conversation_id) < ($2, $3))
        ORDER BY d.updated_at DESC, d.conversation_id DESC LIMIT $4
        """;

    public async Task<Outcome<Draft>> SaveAsync(
        Guid me, Guid conversationId, DraftText text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text.Body))
        {
            return await DeleteAsync(me, conversationId, cancellationToken)
                ?? new Draft(conversationId, "", null, 0, DateTimeOffset.UnixEpoch);
        }

        if (MessageText.Check(text.Body, options.Value.MaxLength) is { } refused)
        {
            return refused;
        }

        await using var command = dataSource.CreateCommand(SaveSql);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = text.Body });
        command.Parameters.Add(new() { Value = (object?)text.ReplyTo ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return await WriteAsync(me, command, cancellationToken) is { } draft ? draft : ConversationProblems.NotFound;
    }

    /// <returns>Null when there was none.</returns>
    public async Task<Draft?> DeleteAsync(Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(DeleteSql);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = conversationId });
        return await WriteAsync(me, command, cancellationToken);
    }

    public async Task<Outcome<Page<Draft>>> ListAsync(Guid me, PageRequest page, CancellationToken cancellationToken)
    {
        var (at, id) = (default(DateTimeOffset), Guid.Empty);
        if (page.Cursor is { } cursor && !cursor.TryRead(out at, out id))
        {
            return Cursor.Invalid;
        }

        await using var command = dataSource.CreateCommand(ListSql);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new()
        {
            Value = page.Cursor is null ? DBNull.Value : at,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = page.Fetch });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Draft>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return Page.Of(rows, page, row => Cursor.Write(row.UpdatedAt, row.ConversationId));
    }

    private async Task<Draft?> WriteAsync(Guid me, NpgsqlCommand command, CancellationToken cancellationToken)
    {
        Draft draft;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            draft = Read(reader);
        }

        await hub.Clients.User(me.ToString()).Draft(draft);
        return draft;
    }

    private static Draft Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetString(1),
        reader.IsDBNull(2) ? null : reader.GetGuid(2),
        reader.GetInt64(3),
        reader.GetFieldValue<DateTimeOffset>(4));
}
