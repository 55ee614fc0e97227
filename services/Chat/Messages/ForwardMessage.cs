using System.Text.Json;
using Npgsql;
using OneVOne.Chat.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>Where to forward a message to.</summary>
/// <param name="ClientMessageId">As of every send: forwarding again with it answers with the same message.</param>
public sealed record ForwardTo(Guid ConversationId, Guid ClientMessageId);

/// <summary>What a forwarded message tells in <c>data.forwarded</c>: whose words they are, and where they were said.</summary>
internal sealed record ForwardedFrom(Guid MessageId, Guid ConversationId, Guid AuthorId, long Seq);

/// <summary>
/// Copies what a person may read to where they may write, through the same writer as every message. What is forwarded
/// again names the one who said it first.
/// </summary>
internal sealed class ForwardMessage(NpgsqlDataSource dataSource, SendMessage send)
{
    public async Task<Outcome<SentMessage>> ExecuteAsync(
        Caller caller, Guid messageId, ForwardTo to, CancellationToken cancellationToken)
    {
        if (await FindSourceAsync(caller.Id, messageId, cancellationToken) is { Body.Length: > 0 } source)
        {
            var copy = new NewMessage(to.ClientMessageId, source.Body);
            return await send.ExecuteAsync(caller, to.ConversationId, copy, cancellationToken, source.Data);
        }

        // Deleted since, perhaps, and forwarded before that: then this is a repetition.
        return await FindForwardedAsync(caller.Id, to, cancellationToken) is { } before ? before : MessageProblems.NotFound;
    }

    private async Task<Source?> FindSourceAsync(Guid me, Guid messageId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT m.conversation_id, m.author_id, m.seq, m.body, m.data FROM messages m
            WHERE m.id = $1 AND m.type = 'message.created' AND m.deleted_at IS NULL AND may_see_message(m, $2)
            """);
        command.Parameters.Add(new() { Value = messageId });
        command.Parameters.Add(new() { Value = me });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var from = new ForwardedFrom(messageId, reader.GetGuid(0), reader.GetGuid(1), reader.GetInt64(2));
        return new Source(
            reader.GetString(3),
            MessageRow.ReadJson(reader, 4)
                ?? JsonSerializer.SerializeToElement(new { forwarded = from }, JsonSerializerOptions.Web));
    }

    private async Task<SentMessage?> FindForwardedAsync(Guid me, ForwardTo to, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT m.id, m.seq, m.created_at FROM messages m
            WHERE m.conversation_id = $1 AND m.author_id = $2 AND m.client_message_id = $3 AND m.data ? 'forwarded'
              AND may_see_message(m, $2)
            """);
        command.Parameters.Add(new() { Value = to.ConversationId });
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = to.ClientMessageId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SentMessage(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), Duplicate: true)
            : null;
    }

    private sealed record Source(string Body, JsonElement Data);
}
