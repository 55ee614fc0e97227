using System.Diagnostics;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.People;
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

    /// <summary>One for privacy and for a block, of either: nobody learns from it that they are blocked.</summary>
    private static readonly Problem NotAllowed =
        Problem.Forbidden("friend_request.not_allowed", "This person does not take a friend request from you.");

    private static readonly Problem TooManyFriends = Problem.Conflict(
        "friendship.limit_reached", "You have as many friends as one can have; end a friendship before you begin another.");

    private static readonly Problem OtherHasTooManyFriends = Problem.Conflict(
        "friendship.other_limit_reached", "The other has as many friends as one can have.");

    private static readonly Problem TooManyWait = Problem.Conflict(
        "friend_request.limit_reached", "Too many of your requests wait for an answer; take one back before you send another.");

    private static readonly Problem TooManyWaitThere = Problem.Conflict(
        "friend_request.receiver_limit_reached", "Too many requests wait for this person already; try again another day.");

    /// <summary>Why a request is not sent or not accepted.</summary>
    public static Problem Of(Verdict verdict) => verdict.Word switch
    {
        "gone" => PeopleDirectory.NotFound,
        "not_found" => NotFound,
        "answered" => AlreadyAnswered,
        "friends" => AlreadyFriends,
        "not_allowed" or "not_acquainted" => NotAllowed,
        "my_friends" => TooManyFriends,
        "their_friends" => OtherHasTooManyFriends,
        "outgoing" => TooManyWait,
        "incoming" => TooManyWaitThere,
        "declined" => new(
            409,
            "friend_request.declined",
            "This person declined a request of yours; they may ask you, or you again after a while.",
            RetryAfter: verdict.Wait),
        "rate" => new(
            429, "rate.limited", "You sent many friend requests within the hour; wait and try again.", RetryAfter: verdict.Wait),
        _ => throw new UnreachableException($"No problem is called {verdict.Word}."),
    };
}
