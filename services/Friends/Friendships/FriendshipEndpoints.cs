namespace OneVOne.Friends.Friendships;

internal static class FriendshipEndpoints
{
    public static IEndpointRouteBuilder MapFriendships(this IEndpointRouteBuilder routes)
    {
        var friendships = routes.MapGroup("")
            .WithTags("Friends")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        friendships.MapGet("/", ListFriends.HandleAsync)
            .WithSummary("List the caller's friends")
            .WithDescription("Newest friendship first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        friendships.MapGet("/{userId:guid}", Relation.ReadAsync)
            .WithSummary("Tell how a person stands to the caller")
            .WithDescription("Answers for anyone: a stranger is `areFriends: false, version: 0`. `version` rises with each "
                + "change between the two and orders this answer among the events.");

        friendships.MapDelete("/{userId:guid}", EndFriendship.HandleAsync)
            .WithSummary("End a friendship")
            .WithDescription("Refused with `friendship.not_found` when the two are not friends.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        return routes;
    }
}
