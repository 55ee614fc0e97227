using Npgsql;
using NpgsqlTypes;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Friends.Pairs;

/// <summary>The place in a list where a page starts: newest first by time and id, or by name and id.</summary>
internal static class Keyset
{
    /// <summary>What a row's (time, id) is less than; above everything on the first page.</summary>
    public const string Start =
        "(coalesce(@before, 'infinity'), coalesce(@beforeId, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))";

    /// <summary>Whether a <c>person</c> stands on this page or a later one, in <see cref="OrderByName"/>.</summary>
    public const string AfterName =
        "(@afterName IS NULL OR (lower(person.display_name), person.user_id) > (@afterName, @afterId))";

    public const string OrderByName = "lower(person.display_name), person.user_id";

    /// <summary>
    /// Gives a statement the parameters of <see cref="Start"/> and <c>@fetch</c>; false when the cursor is not ours.
    /// </summary>
    public static bool TryAddKeyset(this NpgsqlParameterCollection parameters, PageRequest page)
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

        parameters.Add(new("before", NpgsqlDbType.TimestampTz) { Value = (object?)start?.Item1 ?? DBNull.Value });
        parameters.Add(new("beforeId", NpgsqlDbType.Uuid) { Value = (object?)start?.Item2 ?? DBNull.Value });
        parameters.AddWithValue("fetch", page.Fetch);
        return true;
    }

    /// <summary>
    /// Gives a statement the parameters of <see cref="AfterName"/> and <c>@fetch</c>; false when the cursor is not ours.
    /// </summary>
    public static bool TryAddNameKeyset(this NpgsqlParameterCollection parameters, PageRequest page)
    {
        var id = Guid.Empty;
        if (page.Cursor is { } cursor && (cursor.Parts.Count != 2 || !Guid.TryParseExact(cursor.Parts[1], "N", out id)))
        {
            return false;
        }

        parameters.Add(new("afterName", NpgsqlDbType.Text) { Value = (object?)page.Cursor?.Parts[0] ?? DBNull.Value });
        parameters.AddWithValue("afterId", id);
        parameters.AddWithValue("fetch", page.Fetch);
        return true;
    }

    /// <summary>The cursor after a person, whose name is as <see cref="OrderByName"/> has it.</summary>
    public static string AfterPerson(string lowerName, Guid userId) => Cursor.Write(lowerName, userId.ToString("N"));
}
