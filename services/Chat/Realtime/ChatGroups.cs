namespace OneVOne.Chat.Realtime;

/// <summary>The names of the hub's groups. People need none: the backplane knows the connections of each.</summary>
internal static class ChatGroups
{
    private const string ConversationPrefix = "conversation:";
    private const string HintsPrefix = "hints:";

    /// <summary>Who hears the events of a room or of the public one.</summary>
    public static string Conversation(Guid conversationId) => $"{ConversationPrefix}{conversationId}";

    /// <summary>Who hears of it, being large, in hints only.</summary>
    public static string Hints(Guid conversationId) => $"{HintsPrefix}{conversationId}";

    /// <summary>Who hears how many look at a conversation: those who do.</summary>
    public static string Viewers(Guid conversationId) => $"viewers:{conversationId}";

    /// <summary>The conversation that a connection hears by a group, in either way; null of other groups.</summary>
    public static Guid? ConversationOf(string group) =>
        group.StartsWith(ConversationPrefix, StringComparison.Ordinal) ? Guid.Parse(group.AsSpan(ConversationPrefix.Length))
        : group.StartsWith(HintsPrefix, StringComparison.Ordinal) ? Guid.Parse(group.AsSpan(HintsPrefix.Length))
        : null;
}
