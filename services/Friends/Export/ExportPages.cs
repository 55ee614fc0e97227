using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Export;

/// <summary>Pages of the export. A page is read as of one moment; the next may be as of a later one.</summary>
internal static class ExportPages
{
    public static Task<Results<JsonHttpResult<Page<RelationshipChanged>>, ProblemHttpResult>> RelationshipsAsync(
        NpgsqlDataSource database, CancellationToken cancellationToken, string? after = null, string? limit = null)
    {
        var (low, high) = (Guid.Empty, Guid.Empty);
        var isRight = after is null
            || (after.Split(',') is [var one, var other] && Guid.TryParse(one, out low) && Guid.TryParse(other, out high));
        return ReadAsync(
            database,
            """
            SELECT low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, changed_at, version
            FROM relationships
            WHERE (low_user_id, high_user_id) > (@low, @high)
            ORDER BY low_user_id, high_user_id LIMIT @fetch
            """,
            isRight ? [("low", low), ("high", high)] : null,
            limit,
            row => new RelationshipChanged(
                row.GetGuid(0), row.GetGuid(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4),
                row.GetFieldValue<DateTimeOffset>(5), row.GetInt64(6)),
            last => $"{last.LowUserId},{last.HighUserId}",
            cancellationToken);
    }

    public static Task<Results<JsonHttpResult<Page<PrivacyChanged>>, ProblemHttpResult>> PrivacyAsync(
        NpgsqlDataSource database, CancellationToken cancellationToken, string? after = null, string? limit = null)
    {
        var user = Guid.Empty;
        return ReadAsync(
            database,
            """
            SELECT user_id, friend_requests, direct_messages, group_invites, game_invites, presence, changed_at, version
            FROM privacy_settings
            WHERE user_id > @user
            ORDER BY user_id LIMIT @fetch
            """,
            after is null || Guid.TryParse(after, out user) ? [("user", user)] : null,
            limit,
            row => new PrivacyChanged(
                row.GetGuid(0), Of(row, 1), Of(row, 2), Of(row, 3), Of(row, 4), Of(row, 5),
                row.GetFieldValue<DateTimeOffset>(6), row.GetInt64(7)),
            last => last.UserId.ToString(),
            cancellationToken);

        static Audience Of(DbDataReader row, int column) => (Audience)row.GetInt16(column);
    }

    private static async Task<Results<JsonHttpResult<Page<T>>, ProblemHttpResult>> ReadAsync<T>(
        NpgsqlDataSource database,
        string query,
        (string Name, Guid Value)[]? start,
        string? limit,
        Func<DbDataReader, T> read,
        Func<T, string> after,
        CancellationToken cancellationToken)
    {
        if (start is null)
        {
            return Problem.Invalid("after", "Continue with the next of the page before.").ToResult();
        }

        var size = FriendsLimits.ExportPage;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size)
                || size is < 1 or > FriendsLimits.ExportPage))
        {
            return Problem.Invalid("limit", $"limit is a whole number from 1 to {FriendsLimits.ExportPage}.").ToResult();
        }

        await using var command = database.CreateCommand(query);
        foreach (var (name, value) in start)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.Parameters.AddWithValue("fetch", size + 1);
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        // As an event has it on the wire, not as clients see the same words.
        return TypedResults.Json(
            Page.Of(rows, new PageRequest(size, null, null), after), JsonSerializerOptions.Web);
    }
}
