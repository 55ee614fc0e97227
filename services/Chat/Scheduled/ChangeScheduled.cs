using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Scheduled;

/// <summary>Lists, changes and takes back what an author has scheduled.</summary>
internal sealed class ChangeScheduled(
    NpgsqlDataSource dataSource, IHubContext<ChatHub, IChatClient> hub, IOptions<MessageOptions> options, TimeProvider time)
{
    private static readonly Problem NotFound =
        Problem.NotFound("scheduled.not_found", "There is no such scheduled message; perhaps it was sent.");

    private static readonly Problem BeingSent =
        Problem.Conflict("scheduled.being_sent", "It is being sent at this moment; look for it in the conversation.");

    private static readonly string ListSql =
        $"""
        SELECT {ScheduledMessage.Columns} FROM scheduled_messages s
        WHERE s.user_id = $1 AND ($2 IS NULL OR (s.send_at, s.id) > ($2, $3))
        ORDER BY s.send_at, s.id LIMIT $4
        """;

    // What a replica has claimed is not touched: half of it may be sent. A new time is a new try of what was refused.
    private static readonly string ChangeSql =
        $"""
        WITH mine AS (
            SELECT id, claimed_until > $5 AS being_sent FROM scheduled_messages WHERE id = $1 AND user_id = $2 FOR UPDATE
        ), changed AS (
            UPDATE scheduled_messages s SET body = coalesce($3, s.body), send_at = coalesce($4, s.send_at),
                due_at = coalesce($4, s.due_at), failure = CASE WHEN $4 IS NULL THEN s.failure END
            FROM mine WHERE s.id = mine.id AND mine.being_sent IS NOT TRUE
            RETURNING s.*
        )
        SELECT mine.being_sent IS TRUE, {ScheduledMessage.Columns} FROM mine LEFT JOIN changed s ON true
        """;

    private static readonly string DeleteSql =
        $"""
        WITH mine AS (
            SELECT id, claimed_until > $3 AS being_sent FROM scheduled_messages WHERE id = $1 AND user_id = $2 FOR UPDATE
        ), deleted AS (
            DELETE FROM scheduled_messages s USING mine WHERE s.id = mine.id AND mine.being_sent IS NOT TRUE RETURNING s.*
        )
        SELECT mine.being_sent IS TRUE, {ScheduledMessage.Columns} FROM mine LEFT JOIN deleted s ON true
        """;

    public async Task<Outcome<Page<ScheduledMessage>>> ListAsync(Guid me, PageRequest page, CancellationToken cancellationToken)
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
        var rows = new List<ScheduledMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(ScheduledMessage.Read(reader));
        }

        return Page.Of(rows, page, row => Cursor.Write(row.SendAt, row.Id));
    }

    public async Task<Outcome<ScheduledMessage>> ChangeAsync(
        Guid me, Guid id, ScheduledMessageChange change, CancellationToken cancellationToken)
    {
        var refused = (change.Body is null ? null : MessageText.Check(change.Body, options.Value.MaxLength))
            ?? (change.SendAt is { } at ? ScheduleMessage.CheckTime(at, time) : null);
        if (refused is not null)
        {
            return refused;
        }

        return await RunAsync(
            me,
            ChangeSql,
            changed => changed.State,
            [
                new() { Value = id },
                new() { Value = me },
                new() { Value = (object?)change.Body ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new()
                {
                    Value = (object?)change.SendAt?.ToUniversalTime() ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.TimestampTz,
                },
                new() { Value = time.GetUtcNow() },
            ],
            cancellationToken);
    }

    public Task<Outcome<ScheduledMessage>> DeleteAsync(Guid me, Guid id, CancellationToken cancellationToken) => RunAsync(
        me,
        DeleteSql,
        _ => ScheduledState.Deleted,
        [new() { Value = id }, new() { Value = me }, new() { Value = time.GetUtcNow() }],
        cancellationToken);

    private async Task<Outcome<ScheduledMessage>> RunAsync(
        Guid me,
        string sql,
        Func<ScheduledMessage, ScheduledState> told,
        NpgsqlParameter[] parameters,
        CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        ScheduledMessage message;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return NotFound;
            }

            if (reader.GetBoolean(0))
            {
                return BeingSent;
            }

            message = ScheduledMessage.Read(reader, 1);
        }

        await hub.Clients.User(me.ToString())
            .ScheduledChanged(new ScheduledChange(message.Id, message.ConversationId, told(message), message.Code));
        return message;
    }
}
