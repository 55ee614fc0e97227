using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.CustomEmoji;

internal static class EmojiProblems
{
    public static Problem NotFound { get; } =
        Problem.NotFound("emoji.not_found", "This conversation has no emoji of this name, or not any more.");

    private static readonly Problem NotAllowed =
        Problem.Forbidden("emoji.not_allowed", "Only who keeps order here adds and removes emoji.");

    private static readonly Problem TooMany = Problem.Conflict(
        "emoji.too_many", $"A conversation has at most {ChatLimits.EmojiPerConversation} emoji of its own. Remove one first.");

    /// <summary>The problem of a verdict other than <c>done</c>.</summary>
    public static Problem Of(string verdict) => verdict switch
    {
        "conversation_not_found" => ConversationProblems.NotFound,
        "emoji_not_allowed" => NotAllowed,
        "too_many_emoji" => TooMany,
        _ => MessageProblems.Of(verdict),
    };
}
