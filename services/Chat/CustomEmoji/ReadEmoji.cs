using Npgsql;
using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.CustomEmoji;

/// <summary>An emoji of a conversation's own.</summary>
/// <param name="Name">Written <c>:name:</c>, in texts and as a reaction.</param>
/// <param name="Url">Where its picture is, for members; another one when the picture is.</param>
public sealed record ConversationEmoji(string Name, string Url, string ContentType);

/// <summary>All emoji of a conversation, by name.</summary>
public sealed record EmojiList(IReadOnlyList<ConversationEmoji> Items);

/// <summary>The file of an emoji.</summary>
internal sealed record EmojiFile(Guid Id, string ContentType, byte[] Bytes);

/// <summary>Reads the emoji of a conversation, for its members.</summary>
internal sealed class ReadEmoji(NpgsqlDataSource dataSource)
{
    /// <summary>In one piece: they are few, and a client needs them all.</summary>
    public async Task<Outcome<EmojiList>> ListAsync(Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT e.name, e.id, e.content_type
            FROM conversations c LEFT JOIN custom_emoji e ON e.conversation_id = c.id
            WHERE c.id = $1 AND may_read(c, $2)
            ORDER BY e.name
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = me });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!reader.HasRows)
        {
            return ConversationProblems.NotFound;
        }

        var items = new List<ConversationEmoji>();
        while (await reader.ReadAsync(cancellationToken) && !reader.IsDBNull(0))
        {
            var name = reader.GetString(0);
            items.Add(new(
                name, $"/api/chat/conversations/{conversationId}/emoji/{name}?v={reader.GetGuid(1):N}", reader.GetString(2)));
        }

        return new EmojiList(items);
    }

    public async Task<Outcome<EmojiFile>> FileAsync(
        Guid me, Guid conversationId, string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT e.id, e.content_type, e.bytes
            FROM conversations c LEFT JOIN custom_emoji e ON e.conversation_id = c.id AND e.name = $3
            WHERE c.id = $1 AND may_read(c, $2)
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = name });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? ConversationProblems.NotFound
            : reader.IsDBNull(0) ? EmojiProblems.NotFound
            : new EmojiFile(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2));
    }
}
