using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Requests;

internal static class FriendRequestProblems
{
    public static readonly Problem ToSelf =
        new(400, "friend_request.to_self", "Nobody can be their own friend here; name another person.");

    public static readonly Problem AlreadyFriends =
        Problem.Conflict("friendship.exists", "The two of you are friends already.");

    public static readonly Problem NotFound =
        Problem.NotFound("friend_request.not_found", "There is no such request for you to answer.");

    public static readonly Problem AlreadyAnswered =
        Problem.Conflict("friend_request.already_answered", "This request has been answered or taken back.");
}
