using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.RateLimits;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

internal static class RoomEndpoints
{
    public static IHostApplicationBuilder AddRooms(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RoomOptions>().BindConfiguration("Chat:Rooms").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CreateRoom>();
        services.AddSingleton<JoinRoom>();
        services.AddSingleton<LeaveRoom>();
        services.AddSingleton<ManageRoom>();
        services.AddSingleton<Memberships>();
        services.AddSingleton<FindRooms>();
        services.AddSingleton<ReadMembers>();
        services.AddHostedService<PurgeRooms>();
        return builder;
    }

    public static IEndpointRouteBuilder MapRooms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Rooms").ProducesProblem(400).ProducesProblem(401).ProducesProblem(503);
        group.MapPost("/conversations", CreateAsync)
            .WithSummary("Make a room")
            .WithDescription(
                "Listed and open to everyone; yours. With an Idempotency-Key the same call again answers with the same room. "
                + "400 request.invalid with errors of each field, 409 room.too_many.")
            .ProducesProblem(409)
            .CountsAs(Counted.Openings);
        group.MapGet("/rooms", ListAsync)
            .WithSummary("Open rooms")
            .WithDescription("The largest first, then by name; with query those whose name has it in it.");

        var room = group.MapGroup("/conversations/{id:guid}").ProducesProblem(404);
        room.MapPost("/join", JoinAsync)
            .WithSummary("Come into a room")
            .WithDescription("Also when you are in it already. 404 conversation.not_found, 409 room.full.")
            .ProducesProblem(409);
        room.MapPost("/leave", LeaveAsync)
            .WithSummary("Go from a room")
            .WithDescription(
                "Also when you are not in it any more. The room passes to the admin who is longest in it, else to the member; the "
                + "last one who goes ends it. 404 conversation.not_found, 409 conversation.not_a_room.")
            .ProducesProblem(409);
        room.MapPatch("", ChangeAsync)
            .WithSummary("Change name, topic, history or slow mode")
            .WithDescription(
                "What is absent or null stays. Of a room for its owner and admins; of the public room the site's moderators change "
                + "topic and slow mode, its admins all. With If-Match, the settingsSeq in quotes, only the settings that were read "
                + "are changed: 412 conversation.changed. 403 conversation.not_allowed, 404 conversation.not_found, "
                + "409 conversation.not_a_room.")
            .ProducesProblem(403).ProducesProblem(409).ProducesProblem(412);
        room.MapDelete("", DeleteAsync)
            .WithSummary("Delete a room for everyone")
            .WithDescription(
                "For its owner, and the site's moderators. 403 conversation.not_allowed, 404 conversation.not_found, "
                + "409 conversation.not_a_room.")
            .ProducesProblem(403).ProducesProblem(409);
        room.MapGet("/members", ListMembersAsync)
            .WithSummary("Who is in a room")
            .WithDescription(
                "The owner, the admins, the members, each in the order of their coming. 404 conversation.not_found, "
                + "409 conversation.not_a_room for the public one, where everyone is.")
            .ProducesProblem(409);
        room.MapPut("/members/{userId:guid}/role", ChangeRoleAsync)
            .WithSummary("Give a member a role")
            .WithDescription(
                "For the owner; who makes another the owner is an admin then. 403 conversation.not_allowed, "
                + "404 conversation.not_found or member.not_found, 409 member.owner or conversation.not_a_room.")
            .ProducesProblem(403).ProducesProblem(409);
        room.MapDelete("/members/{userId:guid}", RemoveAsync)
            .WithSummary("Send a member away")
            .WithDescription(
                "For the owner, and for admins those who are members only. They may come again. 400 member.self, "
                + "403 conversation.not_allowed, 404 conversation.not_found, 409 conversation.not_a_room.")
            .ProducesProblem(403).ProducesProblem(409);
        return routes;
    }

    private static async Task<Results<Created<Conversation>, ProblemHttpResult>> CreateAsync(
        NewConversation body,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        CurrentUser me,
        CreateRoom create,
        CancellationToken cancellationToken)
    {
        var outcome = await create.ExecuteAsync(me, body, idempotencyKey, cancellationToken);
        return outcome.Problem is { } problem
            ? problem.ToResult()
            : TypedResults.Created($"/api/chat/conversations/{outcome.Value.Id}", outcome.Value);
    }

    private static async Task<Results<Ok<Page<RoomListing>>, ProblemHttpResult>> ListAsync(
        string? query, PageRequest page, CurrentUser me, FindRooms rooms, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await rooms.ExecuteAsync(me.Id, query, page, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> JoinAsync(
        Guid id, CurrentUser me, JoinRoom join, CancellationToken cancellationToken) =>
        (await join.ExecuteAsync(me, id, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> LeaveAsync(
        Guid id, CurrentUser me, LeaveRoom leave, CancellationToken cancellationToken) =>
        Answer(await leave.ExecuteAsync(me.Id, id, cancellationToken));

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        ChangeConversation body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CurrentUser me,
        ManageRoom manage,
        CancellationToken cancellationToken)
    {
        var (expected, problem) = SettingsTag.Read(ifMatch);
        return problem is not null
            ? problem.ToResult()
            : (await manage.ChangeAsync(me, id, body, expected, cancellationToken)).ToOk();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, CurrentUser me, ManageRoom manage, CancellationToken cancellationToken) =>
        Answer(await manage.DeleteAsync(me, id, cancellationToken));

    private static async Task<Results<Ok<Page<Member>>, ProblemHttpResult>> ListMembersAsync(
        Guid id, PageRequest page, CurrentUser me, ReadMembers members, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await members.ExecuteAsync(me.Id, id, page, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeRoleAsync(
        Guid id, Guid userId, NewRole body, CurrentUser me, ManageRoom manage, CancellationToken cancellationToken) =>
        Answer(await manage.ChangeRoleAsync(me, id, userId, body.Role, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, Guid userId, CurrentUser me, ManageRoom manage, CancellationToken cancellationToken) =>
        Answer(await manage.RemoveAsync(me, id, userId, cancellationToken));

    private static Results<NoContent, ProblemHttpResult> Answer(Problem? problem) =>
        problem is null ? TypedResults.NoContent() : problem.ToResult();

    internal sealed record NewRole(MemberRole Role);
}
