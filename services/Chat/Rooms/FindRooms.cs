using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>An open room as everyone finds it.</summary>
/// <param name="Joined">Whether the asker is in it.</param>
public sealed record RoomListing(
    Guid Id,
    string Name,
    string Topic,
    int MemberCount,
    bool Joined,
    HistoryPolicy History,
    int SlowMode,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastActivityAt);

/// <summary>Lists the open rooms: the largest first, then by name.</summary>
internal sealed class FindRooms(NpgsqlDataSource dataSource)
{
    // Rows are compared as the index has them, so a page begins where the last one ended without reading what was before.
    private const string Sql =
        """
        SELECT c.id, c.name, c.topic, c.member_count, c.history, c.slow_mode, c.created_at, c.last_activity_at,
            EXISTS (SELECT FROM members m WHERE m.conversation_id = c.id AND m.user_id = $1), lower(c.name)
        FROM conversations c
        WHERE c.kind = 'room' AND c.deleted_at IS NULL
          AND ($2 IS NULL OR lower(c.name) LIKE '%' || lower($2) || '%')
          AND ($3 IS NULL OR (-c.member_count, lower(c.name) COLLATE "C", c.id) > ($3, $4 COLLATE "C", $5))
        ORDER BY -c.member_count, lower(c.name) COLLATE "C", c.id
        LIMIT $6
        """;

    public async Task<Outcome<Page<RoomListing>>> ExecuteAsync(
        Guid me, string? query, PageRequest page, CancellationToken cancellationToken)
    {
        var text = query?.Trim();
        if (text?.Length > ChatLimits.MaxRoomQuery || text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return Problem.Invalid("query", $"Up to {ChatLimits.MaxRoomQuery} characters of a room's name.");
        }

        var (count, name, id) = (0, "", Guid.Empty);
        if (page.Cursor is { } cursor && !TryRead(cursor, out count, out name, out id))
        {
            return Cursor.Invalid;
        }

        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(Optional(string.IsNullOrEmpty(text) ? null : Escape(text), NpgsqlDbType.Text));
        command.Parameters.Add(Optional(page.Cursor is null ? null : -count, NpgsqlDbType.Integer));
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = page.Fetch });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(RoomListing Room, string Key)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((Read(reader), reader.GetString(9)));
        }

        var found = Page.Of(rows, page, row => Cursor.Write(
            row.Room.MemberCount.ToString(CultureInfo.InvariantCulture), row.Key, row.Room.Id.ToString("N")));
        return new Page<RoomListing>([.. found.Items.Select(row => row.Room)], found.Next);
    }

    private static RoomListing Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetInt32(3),
        reader.GetBoolean(8),
        ConversationKinds.ParseHistory(reader.GetString(4)),
        reader.GetInt32(5),
        reader.GetFieldValue<DateTimeOffset>(6),
        reader.GetFieldValue<DateTimeOffset>(7));

    private static bool TryRead(Cursor cursor, out int count, out string name, out Guid id)
    {
        (count, name, id) = (0, "", Guid.Empty);
        if (cursor.Parts is not [var first, var second, var third])
        {
            return false;
        }

        name = second;
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out count)
            && Guid.TryParseExact(third, "N", out id);
    }

    // What means anything to LIKE is a letter like others here.
    private static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
