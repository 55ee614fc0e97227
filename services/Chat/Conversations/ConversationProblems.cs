using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>The refusals that several acts share.</summary>
internal static class ConversationProblems
{
    /// <summary>Also for a conversation of others: nobody learns of it that it exists.</summary>
    public static Problem NotFound { get; } =
        Problem.NotFound("conversation.not_found", "There is no such conversation, or it is not yours.");

    /// <summary>The same words whatever the reason: who is blocked must not learn of it here.</summary>
    public static Problem NotAllowed { get; } = Problem.Forbidden(
        "direct.not_allowed", "This person takes no direct messages from you. Friends usually do: send a friend request.");
}
