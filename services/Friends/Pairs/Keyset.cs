using Npgsql;
using NpgsqlTypes;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Friends.Pairs;

/// <summary>The place in a newest-first list where a page starts, by time and then id.</summary>
internal static class Keyset
{
    /// <summary>What a row's (time, id) is less than; above everything on the first page.</summary>
    public const string Start =
        "(coalesce(@before, 'infinity'), coalesce(@beforeId, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))";

    /// <summary>
    /// Gives a statement the parameters of <see cref="Start"/> and <c>@fetch</c>; false when the cursor is not ours.
    /// </summary>
    public static bool TryAddKeyset(this NpgsqlCommand command, PageRequest page)
    {
        (DateTimeOffset, Guid)? start = null;
        if (page.Cursor is { } cursor)
        {
            if (!cursor.TryRead(out var time, out var id))
            {
                return false;
            }

            start = (time, id);
        }

        command.Parameters.Add(new("before", NpgsqlDbType.TimestampTz) { Value = (object?)start?.Item1 ?? DBNull.Value });
        command.Parameters.Add(new("beforeId", NpgsqlDbType.Uuid) { Value = (object?)start?.Item2 ?? DBNull.Value });
        command.Parameters.AddWithValue("fetch", page.Fetch);
        return true;
    }
}
