namespace OneVOne.Friends.Requests;

internal static class FriendRequestEndpoints
{
    public static IEndpointRouteBuilder MapFriendRequests(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/requests")
            .WithTags("Friend requests")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        requests.MapPost("/", SendFriendRequest.HandleAsync)
            .WithSummary("Ask a person for their friendship")
            .WithDescription(
                "By `username` or by `userId`. 201: it waits for an answer. 200 `accepted`: the other had already asked, and "
                + "the two are friends. 200 `pending`: the caller had asked before. Refused with `user.not_found`, "
                + "`friend_request.to_self`, `friendship.exists`.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        requests.MapGet("/", ListFriendRequests.HandleAsync)
            .WithSummary("List the requests that wait for an answer")
            .WithDescription("`direction=incoming` (the default) or `outgoing`; newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        requests.MapPost("/{id:guid}/accept", AnswerFriendRequest.AcceptAsync)
            .WithSummary("Accept a request")
            .WithDescription("Accepting again answers the same. Refused with `friend_request.not_found` (also for its sender "
                + "and for strangers) and, once declined or taken back, `friend_request.already_answered`.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

        requests.MapPost("/{id:guid}/decline", AnswerFriendRequest.DeclineAsync)
            .WithSummary("Decline a request")
            .WithDescription("Refused as accepting is.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

        requests.MapDelete("/{id:guid}", AnswerFriendRequest.CancelAsync)
            .WithSummary("Take a request back")
            .WithDescription("By its sender. Refused with `friend_request.not_found` (also for its receiver and for strangers) "
                + "and, once answered, `friend_request.already_answered`.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

        return routes;
    }
}
