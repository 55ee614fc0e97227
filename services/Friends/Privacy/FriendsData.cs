using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Friends.Data;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.Friends.Privacy;

/// <summary>
/// What Friends keeps of a person. What others did to them, a block above all, is theirs and not told.
/// </summary>
internal sealed class FriendsData(NpgsqlDataSource source, FriendsDbContext database) : IPersonalData
{
    // A pair that the others know stays, without anything in it but the ids and the version, or a projection could not be
    // compared with it; a pair that nobody else heard of goes. Both people's projections hear of each end. Nobody can
    // reach who is gone.
    private const string Erase =
        """
        WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
        before AS (
            SELECT * FROM pairs WHERE low_user_id = @id OR high_user_id = @id
        ), emptied AS (
            UPDATE pairs AS pair SET
                state = 'none', request_id = NULL, requester_id = NULL, requested_at = NULL, note = NULL,
                friends_since = NULL, low_declined_at = NULL, high_declined_at = NULL,
                low_blocks_since = NULL, high_blocks_since = NULL,
                version = pair.version + stood.count, changed_at = CASE stood.count WHEN 0 THEN pair.changed_at ELSE clock.now END
            FROM before, clock, LATERAL (
                SELECT (before.state = 'friends' OR before.low_blocks_high OR before.high_blocks_low)::int AS count) AS stood
            WHERE pair.low_user_id = before.low_user_id AND pair.high_user_id = before.high_user_id
                AND before.version > 0 AND (before.state <> 'none' OR stood.count > 0)
            RETURNING pair, stood.count
        ), forgotten AS (
            DELETE FROM pairs WHERE (low_user_id = @id OR high_user_id = @id) AND version = 0
        ), hidden AS (
            INSERT INTO privacy_settings AS settings
                (user_id, friend_requests, direct_messages, group_invites, game_invites, presence, changed_at, version)
            SELECT @id, 4, 4, 4, 4, 4, clock.now, 1 FROM clock
            ON CONFLICT (user_id) DO UPDATE SET
                friend_requests = 4, direct_messages = 4, group_invites = 4, game_invites = 4, presence = 4,
                changed_at = excluded.changed_at, version = settings.version + 1
            WHERE (settings.friend_requests, settings.direct_messages, settings.group_invites, settings.game_invites,
                settings.presence) <> (4, 4, 4, 4, 4)
            RETURNING settings
        ), undismissed AS (
            DELETE FROM dismissed_suggestions WHERE user_id = @id OR dismissed_user_id = @id
        ), unspent AS (
            DELETE FROM request_allowances WHERE user_id = @id
        )
        INSERT INTO outbox (type, body, traceparent)
        SELECT @relationshipChanged, relationship_changed(pair), @traceparent FROM emptied WHERE count > 0
        UNION ALL
        SELECT @requestClosed, jsonb_build_object(
            'requestId', request_id, 'fromUserId', requester_id, 'toUserId', receiver_id,
            'outcome', @outcome, 'closedAt', clock.now), @traceparent
        FROM before, clock WHERE state = 'pending'
        UNION ALL
        SELECT @privacyChanged, privacy_changed(settings), @traceparent FROM hidden
        """;

    public IEnumerable<PersonalDataFile> Files(Guid userId)
    {
        yield return Of(
            "friends.json",
            """
            SELECT friend.user_id AS "userId", person.username, friend.since
            FROM friends_of($1) AS friend JOIN people AS person USING (user_id) ORDER BY friend.since
            """);
        yield return Of(
            "requests.json",
            """
            SELECT
                request_id AS id, requester_id AS "fromUserId", receiver_id AS "toUserId", requested_at AS "sentAt", note,
                CASE state WHEN 'withdrawn' THEN 'declined' ELSE state END AS status
            FROM pairs WHERE requester_id = $1 OR receiver_id = $1 ORDER BY requested_at
            """);
        yield return Of(
            "blocks.json",
            """
            SELECT high_user_id AS "userId", low_blocks_since AS since FROM pairs WHERE low_user_id = $1 AND low_blocks_high
            UNION ALL
            SELECT low_user_id, high_blocks_since FROM pairs WHERE high_user_id = $1 AND high_blocks_low
            """);
        yield return Of(
            "privacy.json",
            """
            SELECT
                audience(friend_requests) AS "friendRequests", audience(direct_messages) AS "directMessages",
                audience(group_invites) AS "groupInvites", audience(game_invites) AS "gameInvites",
                audience(presence) AS presence, changed_at AS "changedAt"
            FROM privacy_settings WHERE user_id = $1
            """);
        yield return Of(
            "dismissed-suggestions.json",
            """
            SELECT dismissed_user_id AS "userId", dismissed_at AS "dismissedAt"
            FROM dismissed_suggestions WHERE user_id = $1 ORDER BY dismissed_at
            """);

        PersonalDataFile Of(string name, string sql) => PersonalDataFile.Of(name, source, sql, userId);
    }

    public async Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        // Locks the person as every act does, so what comes after finds nobody to act on. No event has a higher version, so
        // none that comes late brings them back.
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO people (user_id, username, display_name, deleted, version)
            VALUES ({userId}, {Person.DeletedName}, {Person.DeletedName}, true, {long.MaxValue})
            ON CONFLICT (user_id) DO UPDATE SET
                username = excluded.username, display_name = excluded.display_name, avatar_id = NULL, deleted = true,
                version = excluded.version
            """,
            cancellationToken);
        // Two friends may be erased at the same moment: both come to their pair, in the same order as to all others.
        await database.Database.ExecuteSqlAsync(
            $"""
            SELECT FROM pairs WHERE low_user_id = {userId} OR high_user_id = {userId}
            ORDER BY low_user_id, high_user_id FOR UPDATE
            """,
            cancellationToken);
        await database.Database.ExecuteSqlRawAsync(
            Erase,
            [
                new NpgsqlParameter("id", userId),
                new NpgsqlParameter("relationshipChanged", typeof(RelationshipChanged).FullName),
                new NpgsqlParameter("requestClosed", typeof(FriendRequestClosed).FullName),
                new NpgsqlParameter("privacyChanged", typeof(PrivacyChanged).FullName),
                new NpgsqlParameter("outcome", (int)FriendRequestOutcome.Withdrawn),
                new NpgsqlParameter("traceparent", (object?)Activity.Current?.Id ?? DBNull.Value),
            ],
            cancellationToken);
    }
}
