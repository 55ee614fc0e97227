using OneVOne.Chat.Conversations;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// Who is looking at which direct conversation, over all replicas. This replica's viewers are in its memory; those of
/// the others are what they last wrote to Redis. Not knowing is harmless: somebody is notified of what they see.
/// </summary>
internal sealed class Viewers(ViewersInRedis remote)
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, (Guid ConversationId, Guid UserId)> byConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, List<Guid>> byConversation = [];

    public void Look(string connectionId, Guid userId, Guid conversationId)
    {
        lock (guard)
        {
            Forget(connectionId);
            byConnection[connectionId] = (conversationId, userId);
            if (!byConversation.TryGetValue(conversationId, out var users))
            {
                byConversation[conversationId] = users = [];
            }

            // Once for each connection: the last of a person's devices to look away ends it.
            users.Add(userId);
            remote.Write(conversationId, users);
        }
    }

    public void Leave(string connectionId)
    {
        lock (guard)
        {
            Forget(connectionId);
        }
    }

    /// <summary>The viewers of these conversations, of this replica and all others; of the public room nobody is told.</summary>
    public async Task<IReadOnlyList<(Guid ConversationId, Guid UserId)>> OfAsync(IEnumerable<Guid> ids)
    {
        var conversationIds = ids.Where(id => id != PublicRoom.Id).Distinct().ToList();
        var found = await remote.ReadAsync(conversationIds);
        lock (guard)
        {
            foreach (var conversationId in conversationIds)
            {
                if (byConversation.TryGetValue(conversationId, out var users))
                {
                    found.AddRange(users.Select(userId => (conversationId, userId)));
                }
            }
        }

        return found;
    }

    /// <summary>Everything that this replica knows itself.</summary>
    public IReadOnlyList<(Guid ConversationId, Guid[] UserIds)> Local()
    {
        lock (guard)
        {
            return [.. byConversation.Select(entry => (entry.Key, entry.Value.ToArray()))];
        }
    }

    private void Forget(string connectionId)
    {
        if (!byConnection.Remove(connectionId, out var looked))
        {
            return;
        }

        var users = byConversation[looked.ConversationId];
        users.Remove(looked.UserId);
        if (users.Count == 0)
        {
            byConversation.Remove(looked.ConversationId);
        }

        remote.Write(looked.ConversationId, users);
    }
}
