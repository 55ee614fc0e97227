using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>Somebody in a conversation.</summary>
public sealed record Member(Person User, MemberRole Role, DateTimeOffset JoinedAt);

/// <summary>Lists who is in a room: the owner, the admins, the members, each in the order of their coming.</summary>
internal sealed class ReadMembers(NpgsqlDataSource dataSource)
{
    private const string FindSql = "SELECT c.kind FROM conversations c WHERE c.id = $1 AND may_read(c, $2)";

    private static readonly string Sql =
        $"""
        SELECT m.role, m.joined_at, {PersonRow.Columns("p")}
        FROM members m JOIN people p ON p.user_id = m.user_id
        WHERE m.conversation_id = $1
          AND ($2 IS NULL OR (member_rank(m.role), m.joined_at, m.user_id) > ($2, $3, $4))
        ORDER BY m.conversation_id, member_rank(m.role), m.joined_at, m.user_id
        LIMIT $5
        """;

    public async Task<Outcome<Page<Member>>> ExecuteAsync(
        Guid me, Guid conversationId, PageRequest page, CancellationToken cancellationToken)
    {
        var (rank, joinedAt, id) = (0, default(DateTimeOffset), Guid.Empty);
        if (page.Cursor is { } cursor && !TryRead(cursor, out rank, out joinedAt, out id))
        {
            return Cursor.Invalid;
        }

        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(FindSql)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = me } },
        });
        batch.BatchCommands.Add(new(Sql)
        {
            Parameters =
            {
                new() { Value = conversationId },
                new()
                {
                    Value = page.Cursor is null ? DBNull.Value : rank,
                    NpgsqlDbType = NpgsqlDbType.Integer,
                },
                new() { Value = joinedAt.ToUniversalTime() },
                new() { Value = id },
                new() { Value = page.Fetch },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return ConversationProblems.NotFound;
        }

        if (ConversationKinds.Parse(reader.GetString(0)) == ConversationKind.Public)
        {
            // Everyone, that is; the rows tell only who has written or read.
            return RoomProblems.Of("not_a_room");
        }

        await reader.NextResultAsync(cancellationToken);
        var rows = new List<Member>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new Member(
                PersonRow.Read(reader, 2),
                ConversationKinds.ParseRole(reader.GetString(0)),
                reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return Page.Of(rows, page, member => Cursor.Write(
            Rank(member.Role).ToString(CultureInfo.InvariantCulture),
            member.JoinedAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            member.User.Id.ToString("N")));
    }

    /// <summary>As <c>member_rank</c> has it.</summary>
    private static int Rank(MemberRole role) => MemberRole.Owner - role;

    private static bool TryRead(Cursor cursor, out int rank, out DateTimeOffset joinedAt, out Guid id)
    {
        (rank, joinedAt, id) = (0, default, Guid.Empty);
        return cursor.Parts is [var first, var second, var third]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out rank)
            && new Cursor([second, third]).TryRead(out joinedAt, out id);
    }
}
