namespace OneVOne.Friends.Friendships;

internal static class FriendshipEndpoints
{
    public static IHostApplicationBuilder AddFriendships(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<FriendshipOptions>()
            .BindConfiguration("Friends:Friendships").ValidateDataAnnotations().ValidateOnStart();
        return builder;
    }

    public static IEndpointRouteBuilder MapFriendships(this IEndpointRouteBuilder routes)
    {
        var friendships = routes.MapGroup("")
            .WithTags("Friends")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        friendships.MapGet("/", ListFriends.HandleAsync)
            .WithSummary("List the caller's friends")
            .WithDescription("`order=since` (the default, newest friendship first) or `name`. `query`: only those whose user "
                + "name or display name begins so, in any case.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        friendships.MapGet("/{userId:guid}", Relation.ReadAsync)
            .WithSummary("Tell how a person stands to the caller")
            .WithDescription("Answers for anyone: of a stranger nothing is true. `request` is the one that waits between the "
                + "two. `blockedByMe` is the caller's own block; the other's is not told, and looks as if nothing ever was. "
                + "`version`, of friends, orders this answer among the events.");

        friendships.MapGet("/{userId:guid}/mutual", ListMutualFriends.HandleAsync)
            .WithSummary("List the friends that the caller and a person have in common")
            .WithDescription("By name, with their number. Empty for strangers and where one of the two blocks the other.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        friendships.MapDelete("/{userId:guid}", EndFriendship.HandleAsync)
            .WithSummary("End a friendship")
            .WithDescription("Refused with `friendship.not_found` when the two are not friends.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        return routes;
    }
}
