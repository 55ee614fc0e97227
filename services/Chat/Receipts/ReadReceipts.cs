using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Receipts;

/// <summary>How far somebody has read.</summary>
/// <param name="Seq">The highest number that they have read; marking as unread does not take it back.</param>
public sealed record MemberRead(Person User, long Seq);

/// <summary>
/// Tells who has read a conversation up to where. Not of people with whom there is a block, not of who was asked by a message
/// request and has not taken it, and of nobody to who does not show their own.
/// </summary>
internal sealed class ReadReceipts(NpgsqlDataSource dataSource, IOptions<ReceiptOptions> options)
{
    private static readonly Problem TooManyMembers = Problem.Conflict(
        "reads.too_many_members", "A conversation of so many people does not tell who has read it.");

    private static readonly string Sql =
        $"""
        SELECT {PersonRow.Columns("person")}, greatest(m.seen_seq, m.read_seq)
        FROM conversations c
        JOIN members m ON m.conversation_id = c.id AND m.user_id <> $2 AND ($3 IS NULL OR m.user_id > $3)
        JOIN people person ON person.user_id = m.user_id AND NOT person.deleted
        WHERE c.id = $1 AND may_read(c, $2) AND greatest(m.seen_seq, m.read_seq) > 0
          AND shows_reads($2) AND shows_reads(m.user_id) AND NOT is_blocked($2, m.user_id)
          AND c.requested_by IS DISTINCT FROM $2
        ORDER BY m.user_id LIMIT $4
        """;

    public async Task<Outcome<Page<MemberRead>>> ListAsync(
        Guid me, Guid conversationId, PageRequest page, CancellationToken cancellationToken)
    {
        Guid? after = null;
        if (page.Cursor is { } cursor)
        {
            if (cursor.Parts is not [var text] || !Guid.TryParseExact(text, "N", out var id))
            {
                return Cursor.Invalid;
            }

            after = id;
        }

        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new("SELECT tells_reads(c, $3) FROM conversations c WHERE c.id = $1 AND may_read(c, $2)")
        {
            Parameters =
            {
                new() { Value = conversationId },
                new() { Value = me },
                new() { Value = options.Value.MaxMembers },
            },
        });
        batch.BatchCommands.Add(new(Sql)
        {
            Parameters =
            {
                new() { Value = conversationId },
                new() { Value = me },
                new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = page.Fetch },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return ConversationProblems.NotFound;
        }

        if (!reader.GetBoolean(0))
        {
            return TooManyMembers;
        }

        await reader.NextResultAsync(cancellationToken);
        var rows = new List<MemberRead>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new MemberRead(PersonRow.Read(reader), reader.GetInt64(PersonRow.Width)));
        }

        return Page.Of(rows, page, row => Cursor.Write(row.User.Id.ToString("N")));
    }
}
