using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Suggestions;

/// <summary>The friends of a person's friends who are not friends yet, those with most friends in common first.</summary>
internal static class ListSuggestions
{
    // Whom asking would be in vain or unwelcome is not suggested: who waits, who said no or was told so, who blocks or is
    // blocked, who takes no requests, and whom the person does not want to see here. What that takes to find out is asked of
    // the first in rank only, far more than are on a page.
    private static readonly string Query =
        $"""
        WITH mine AS MATERIALIZED (
            SELECT user_id, since FROM friends_of(@me)
        ), candidate AS (
            SELECT theirs.user_id, count(*)::int AS mutual
            FROM (SELECT user_id FROM mine ORDER BY since DESC, user_id DESC LIMIT @friends) AS friend
            CROSS JOIN LATERAL (
                (SELECT high_user_id AS user_id, friends_since FROM pairs
                    WHERE low_user_id = friend.user_id AND state = 'friends'
                    ORDER BY friends_since DESC, high_user_id DESC LIMIT @each)
                UNION ALL
                (SELECT low_user_id, friends_since FROM pairs
                    WHERE high_user_id = friend.user_id AND state = 'friends'
                    ORDER BY friends_since DESC, low_user_id DESC LIMIT @each)
                ORDER BY friends_since DESC LIMIT @each
            ) AS theirs
            WHERE theirs.user_id <> @me AND theirs.user_id NOT IN (SELECT user_id FROM mine)
                AND theirs.user_id NOT IN (SELECT dismissed_user_id FROM dismissed_suggestions WHERE user_id = @me)
            GROUP BY theirs.user_id
        ), ranked AS MATERIALIZED (
            SELECT user_id, mutual FROM candidate
            WHERE @mutual IS NULL OR (mutual, user_id) < (@mutual, @beforeId)
            ORDER BY mutual DESC, user_id DESC LIMIT @ranked
        )
        SELECT {PersonRow.Columns("person")}, candidate.mutual
        FROM ranked AS candidate
        JOIN people AS person USING (user_id)
        WHERE NOT person.deleted
            AND NOT EXISTS (
                SELECT FROM pairs AS pair
                WHERE pair.low_user_id = LEAST(@me, candidate.user_id) AND pair.high_user_id = GREATEST(@me, candidate.user_id)
                    AND (pair.state = 'pending' OR pair.low_blocks_high OR pair.high_blocks_low
                        OR pair.low_declined_at IS NOT NULL OR pair.high_declined_at IS NOT NULL))
            AND NOT EXISTS (
                SELECT FROM privacy_settings AS privacy
                WHERE privacy.user_id = candidate.user_id AND privacy.friend_requests > 2)
        ORDER BY candidate.mutual DESC, candidate.user_id DESC LIMIT @fetch
        """;

    public static async Task<Results<Ok<Page<Suggestion>>, ProblemHttpResult>> HandleAsync(
        PageRequest page, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (page.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        var (mutual, id) = (0, Guid.Empty);
        if (page.Cursor is { } cursor
            && (cursor.Parts.Count != 2
                || !int.TryParse(cursor.Parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out mutual)
                || !Guid.TryParseExact(cursor.Parts[1], "N", out id)))
        {
            return Cursor.Invalid.ToResult();
        }

        await using var command = database.CreateCommand(Query);
        command.Parameters.AddWithValue("me", me.Id);
        command.Parameters.AddWithValue("friends", FriendsLimits.SuggestingFriends);
        command.Parameters.AddWithValue("each", FriendsLimits.SuggestedByEach);
        command.Parameters.AddWithValue("ranked", FriendsLimits.SuggestionsRanked);
        command.Parameters.Add(
            new("mutual", NpgsqlDbType.Integer) { Value = page.Cursor is null ? DBNull.Value : mutual });
        command.Parameters.AddWithValue("beforeId", id);
        command.Parameters.AddWithValue("fetch", page.Fetch);
        var suggestions = new List<Suggestion>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            suggestions.Add(new(PersonRow.Read(reader), reader.GetInt32(PersonRow.Width)));
        }

        return TypedResults.Ok(Page.Of(suggestions, page, last =>
            Cursor.Write(last.Mutual.ToString(CultureInfo.InvariantCulture), last.User.Id.ToString("N"))));
    }
}
