using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>The refusals that several acts share.</summary>
internal static class ConversationProblems
{
    /// <summary>Also for a conversation of others: nobody learns of it that it exists.</summary>
    public static Problem NotFound { get; } =
        Problem.NotFound("conversation.not_found", "There is no such conversation, or it is not yours.");

    public static Problem NotAllowed { get; } =
        Problem.Forbidden("direct.not_allowed", "You can only write to friends; send them a friend request.");
}
