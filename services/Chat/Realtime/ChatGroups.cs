namespace OneVOne.Chat.Realtime;

/// <summary>The names of the hub's groups. People need none: the backplane knows the connections of each.</summary>
internal static class ChatGroups
{
    /// <summary>Who hears the events of a conversation that everyone is in.</summary>
    public static string Conversation(Guid conversationId) => $"conversation:{conversationId}";

    /// <summary>Who hears how many look at a conversation: those who do.</summary>
    public static string Viewers(Guid conversationId) => $"viewers:{conversationId}";
}
