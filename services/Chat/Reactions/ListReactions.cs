using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Reactions;

/// <summary>Who reacted.</summary>
public sealed record PersonReacted(Person User, DateTimeOffset ReactedAt);

/// <summary>Who reacted to a message with an emoji, the first one first.</summary>
internal sealed class ListReactions(NpgsqlDataSource dataSource)
{
    // The message itself tells whether there is anything to see, so it is a row without a person at least.
    private static readonly string Sql =
        $"""
        SELECT r.user_id IS NULL, r.created_at, {PersonRow.Columns("who")}
        FROM messages m
        LEFT JOIN LATERAL (
            SELECT * FROM reactions
            WHERE message_id = m.id AND emoji = $3 AND ($4 IS NULL OR (created_at, user_id) > ($4, $5))
            ORDER BY created_at, user_id LIMIT $6) r ON true
        LEFT JOIN people who ON who.user_id = r.user_id
        WHERE m.id = $1 AND may_see_message(m, $2)
        ORDER BY r.created_at, r.user_id
        """;

    private const int PersonColumn = 2;

    public async Task<Outcome<Page<PersonReacted>>> ExecuteAsync(
        Guid me, Guid messageId, string emoji, PageRequest page, CancellationToken cancellationToken)
    {
        if (ReactToMessage.Check(emoji) is { } refused)
        {
            return refused;
        }

        var (time, id) = (default(DateTimeOffset), Guid.Empty);
        if (page.Cursor is { } cursor && !cursor.TryRead(out time, out id))
        {
            return Cursor.Invalid;
        }

        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = messageId });
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = emoji });
        command.Parameters.Add(new()
        {
            Value = page.Cursor is null ? DBNull.Value : time,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = page.Fetch });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!reader.HasRows)
        {
            return MessageProblems.NotFound;
        }

        var rows = new List<PersonReacted>();
        while (await reader.ReadAsync(cancellationToken) && !reader.GetBoolean(0))
        {
            rows.Add(new(PersonRow.Read(reader, PersonColumn), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return Page.Of(rows, page, row => Cursor.Write(row.ReactedAt, row.User.Id));
    }
}
