using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Privacy;

internal static class PrivacyEndpoints
{
    // The same again changes nothing and tells nobody. The lock on the person keeps it from following their erasure.
    private const string Change =
        $"""
        WITH {PairSql.Clock}, alive AS (
            SELECT user_id FROM people WHERE user_id = @me AND NOT deleted FOR NO KEY UPDATE
        ), changed AS (
            INSERT INTO privacy_settings AS settings
                (user_id, friend_requests, direct_messages, group_invites, game_invites, presence, changed_at, version)
            SELECT alive.user_id, @friendRequests, @directMessages, @groupInvites, @gameInvites, @presence, clock.now, 1
            FROM alive, clock
            ON CONFLICT (user_id) DO UPDATE SET
                friend_requests = excluded.friend_requests, direct_messages = excluded.direct_messages,
                group_invites = excluded.group_invites, game_invites = excluded.game_invites, presence = excluded.presence,
                changed_at = excluded.changed_at, version = settings.version + 1
            WHERE (settings.friend_requests, settings.direct_messages, settings.group_invites, settings.game_invites,
                    settings.presence)
                IS DISTINCT FROM (excluded.friend_requests, excluded.direct_messages, excluded.group_invites,
                    excluded.game_invites, excluded.presence)
            RETURNING settings
        ), told AS (
            INSERT INTO outbox (type, body, traceparent)
            SELECT @privacyChanged, privacy_changed(settings), @traceparent FROM changed
        )
        SELECT EXISTS (SELECT FROM alive)
        """;

    public static IEndpointRouteBuilder MapPrivacy(this IEndpointRouteBuilder routes)
    {
        var privacy = routes.MapGroup("/privacy")
            .WithTags("Privacy")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        privacy.MapGet("/", ReadAsync)
            .WithSummary("Tell who may reach the caller, and how")
            .WithDescription("Each is `everyone`, `friends_of_friends`, `friends` or `nobody`. A block stands above all.");

        privacy.MapPut("/", ChangeAsync)
            .WithSummary("Say who may reach the caller, and how")
            .WithDescription("All five at once. What waits or was begun before stays.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return routes;
    }

    private static async Task<Ok<PrivacySettings>> ReadAsync(
        CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT friend_requests, direct_messages, group_invites, game_invites, presence
            FROM privacy_settings WHERE user_id = @me
            """);
        command.Parameters.AddWithValue("me", me.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return TypedResults.Ok(await reader.ReadAsync(cancellationToken)
            ? new PrivacySettings(Of(0), Of(1), Of(2), Of(3), Of(4))
            : PrivacySettings.Default);

        Audience Of(int column) => (Audience)reader.GetInt16(column);
    }

    private static async Task<Results<Ok<PrivacySettings>, ProblemHttpResult>> ChangeAsync(
        PrivacySettings settings, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PairAct.RememberMe)
        {
            Parameters = { new("me", me.Id), new("name", me.Username) },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Change)
        {
            Parameters =
            {
                new("me", me.Id),
                new("friendRequests", (short)settings.FriendRequests),
                new("directMessages", (short)settings.DirectMessages),
                new("groupInvites", (short)settings.GroupInvites),
                new("gameInvites", (short)settings.GameInvites),
                new("presence", (short)settings.Presence),
                new("privacyChanged", typeof(PrivacyChanged).FullName),
                new("traceparent", (object?)Activity.Current?.Id ?? DBNull.Value),
            },
        });
        return await batch.ExecuteScalarAsync(cancellationToken) is true
            ? TypedResults.Ok(settings)
            : PeopleDirectory.NotFound.ToResult();
    }
}
