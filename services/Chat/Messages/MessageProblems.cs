using OneVOne.Chat.Conversations;
using OneVOne.Chat.CustomEmoji;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>What the refusals of acts on messages mean to a client.</summary>
internal static class MessageProblems
{
    /// <summary>Also for a message of others: nobody learns of it that it exists.</summary>
    public static Problem NotFound { get; } =
        Problem.NotFound("message.not_found", "There is no such message, or it is not yours to see.");

    private static readonly Problem NotYours =
        Problem.Forbidden("message.not_yours", "Only its author can do this, or who keeps order where it was written.");

    private static readonly Problem Deleted =
        Problem.Conflict("message.deleted", "The message was deleted; there is nothing left to change.");

    private static readonly Problem Forwarded =
        Problem.Conflict("message.forwarded", "A forwarded message says what another said; delete it and write your own.");

    private static readonly Problem Changed =
        new(412, "message.changed", "The text was changed since the version that you have seen. Look at it and edit again.");

    private static readonly Problem TooLate =
        Problem.Forbidden("message.edit_too_late", "It was sent too long ago to be edited. Write another, or delete it.");

    private static readonly Problem TooManyEdits = Problem.Conflict(
        "message.too_many_edits", $"A message is edited at most {ChatLimits.EditsPerMessage} times. Write another.");

    private static readonly Problem ReactionNotAllowed =
        Problem.Forbidden("reaction.not_allowed", "You cannot react to messages of this person.");

    private static readonly Problem TooManyReactions = Problem.Conflict(
        "reaction.too_many",
        $"A message has at most {ChatLimits.ReactionKinds} kinds of reactions, {ChatLimits.ReactionKindsPerPerson} of them yours. "
        + "Choose one that is there, or take one back.");

    private static readonly Problem PinNotAllowed =
        Problem.Forbidden("pin.not_allowed", "Only who keeps order here pins messages.");

    private static readonly Problem TooManyPins = Problem.Conflict(
        "pin.too_many", $"A conversation has at most {ChatLimits.PinsPerConversation} pinned messages. Unpin one first.");

    /// <summary>The problem of a verdict other than <c>done</c>.</summary>
    public static Problem Of(string verdict) => verdict switch
    {
        "not_found" => NotFound,
        "not_yours" => NotYours,
        "deleted" => Deleted,
        "forwarded" => Forwarded,
        "changed" => Changed,
        "too_late" => TooLate,
        "too_many_edits" => TooManyEdits,
        "reaction_not_allowed" => ReactionNotAllowed,
        "too_many_reactions" => TooManyReactions,
        "unknown_emoji" => EmojiProblems.NotFound,
        "pin_not_allowed" => PinNotAllowed,
        "too_many_pins" => TooManyPins,
        "not_allowed" => ConversationProblems.NotAllowed,
        "request_pending" => SendMessage.RequestPending,
        _ => throw new InvalidOperationException($"An act answered {verdict}."),
    };
}
