using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>The refusals of acts on rooms, by the verdicts of their SQL functions.</summary>
internal static class RoomProblems
{
    public static Problem MemberNotFound { get; } =
        Problem.NotFound("member.not_found", "This person is not in the room.");

    public static Problem Of(string verdict) => verdict switch
    {
        "not_found" => ConversationProblems.NotFound,
        "not_a_room" => Problem.Conflict(
            "conversation.not_a_room", "Only rooms have this. A direct conversation can be archived, and the public room muted."),
        "not_allowed" => Problem.Forbidden(
            "conversation.not_allowed", "Your role in this conversation does not allow it. Ask who owns it."),
        "changed" => new Problem(
            412, "conversation.changed", "The settings were changed since you read them; read them again, then repeat the change."),
        "self" => new Problem(400, "member.self", "To go yourself, leave the room."),
        "no_member" => MemberNotFound,
        "owner_stays" => Problem.Conflict(
            "member.owner", "A room has an owner: make another member the owner instead."),
        _ => throw new InvalidOperationException($"Unknown verdict {verdict}."),
    };

    public static Problem Full(int limit) => Problem.Conflict("room.full", $"The room has {limit} members and takes no more.");

    public static Problem TooMany(int limit) => Problem.Conflict(
        "room.too_many", $"You own {limit} rooms, which is as many as one may. Delete one or pass it on.");
}
