using System.Globalization;
using Npgsql;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>A text that a message had before an edit.</summary>
/// <param name="Number">1 is the text as sent.</param>
public sealed record Revision(int Number, string Body, DateTimeOffset WrittenAt);

/// <summary>Reads one message, for who may see it.</summary>
internal sealed class ReadMessage(NpgsqlDataSource dataSource)
{
    public Task<Outcome<Message>> FindAsync(Guid me, Guid messageId, CancellationToken cancellationToken) =>
        FindAsync(me, messageId, "$2", cancellationToken);

    /// <summary>Without what is the reader's own, as an event tells it.</summary>
    public Task<Outcome<Message>> FindAsEveryoneSeesItAsync(
        Guid me, Guid messageId, CancellationToken cancellationToken) =>
        FindAsync(me, messageId, "NULL::uuid", cancellationToken);

    /// <summary>The texts before the present one, the oldest first.</summary>
    public async Task<Outcome<Page<Revision>>> RevisionsAsync(
        Guid me, Guid messageId, PageRequest page, CancellationToken cancellationToken)
    {
        var after = 0;
        if (page.Cursor is { } cursor
            && !(cursor.Parts is [var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out after)))
        {
            return Cursor.Invalid;
        }

        // The message itself tells whether there is anything to see, so it is a row without a revision at least.
        await using var command = dataSource.CreateCommand(
            """
            SELECT r.number, r.body, r.written_at
            FROM messages m
            LEFT JOIN LATERAL (
                SELECT * FROM revisions WHERE message_id = m.id AND number > $3 ORDER BY number LIMIT $4) r ON true
            WHERE m.id = $1 AND may_see_message(m, $2)
            ORDER BY r.number
            """);
        command.Parameters.Add(new() { Value = messageId });
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = page.Fetch });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!reader.HasRows)
        {
            return MessageProblems.NotFound;
        }

        var rows = new List<Revision>();
        while (await reader.ReadAsync(cancellationToken) && !reader.IsDBNull(0))
        {
            rows.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return Page.Of(rows, page, row => Cursor.Write(row.Number.ToString(CultureInfo.InvariantCulture)));
    }

    private async Task<Outcome<Message>> FindAsync(
        Guid me, Guid messageId, string viewer, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT {MessageRow.Columns(viewer)} FROM message_states m
            WHERE m.id = (SELECT seen.id FROM messages seen WHERE seen.id = $1 AND may_see_message(seen, $2))
            """);
        command.Parameters.Add(new() { Value = messageId });
        command.Parameters.Add(new() { Value = me });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? MessageRow.Read(reader) : MessageProblems.NotFound;
    }
}
