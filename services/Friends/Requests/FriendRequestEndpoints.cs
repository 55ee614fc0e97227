namespace OneVOne.Friends.Requests;

internal static class FriendRequestEndpoints
{
    public static IHostApplicationBuilder AddFriendRequests(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RequestOptions>()
            .BindConfiguration("Friends:Requests").ValidateDataAnnotations().ValidateOnStart();
        return builder;
    }

    public static IEndpointRouteBuilder MapFriendRequests(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/requests")
            .WithTags("Friend requests")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        requests.MapPost("/", SendFriendRequest.HandleAsync)
            .WithSummary("Ask a person for their friendship")
            .WithDescription(
                "By `username` or by `userId`, with a `note` if the caller likes. 201: it waits for an answer. 200 `accepted`: "
                + "the other had already asked, and the two are friends. 200 `pending`: the caller had asked before; the first "
                + "note stays. Refused with `user.not_found`, `friend_request.to_self`, `friendship.exists`, "
                + "`friend_request.not_allowed` (the other's settings, or a block, which is not told apart), "
                + "`friend_request.declined` (with `Retry-After`: the other said no lately), `rate.limited`, and at the limits "
                + "`friend_request.limit_reached`, `friend_request.receiver_limit_reached`, `friendship.limit_reached`, "
                + "`friendship.other_limit_reached`.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        requests.MapGet("/", ListFriendRequests.HandleAsync)
            .WithSummary("List the requests that wait for an answer")
            .WithDescription("`direction=incoming` (the default) or `outgoing`; newest first, with their number.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        requests.MapPost("/{id:guid}/accept", AnswerFriendRequest.AcceptAsync)
            .WithSummary("Accept a request")
            .WithDescription("Accepting again answers the same. Refused with `friend_request.not_found` (also for its sender "
                + "and for strangers), once declined or taken back `friend_request.already_answered`, and when one of the two has "
                + "as many friends as one can have `friendship.limit_reached` or `friendship.other_limit_reached`.")
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
