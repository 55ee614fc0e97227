using Microsoft.AspNetCore.SignalR;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// Where a connection has written. A first send may be refused because an event of a new friendship is late, and be written
/// after all when Friends was asked: those behind it wait until then, or they would come before it.
/// </summary>
internal sealed class WrittenConversations
{
    // Who writes to more at once waits for an answer now and then.
    private const int Most = 100;

    private readonly HashSet<Guid> conversations = [];

    public static WrittenConversations Of(HubCallerContext context)
    {
        // Called by one call after the other. Not a feature: broadcasts read those meanwhile, and they are no place for two threads.
        if (context.Items.TryGetValue(typeof(WrittenConversations), out var item) && item is WrittenConversations written)
        {
            return written;
        }

        var none = new WrittenConversations();
        context.Items[typeof(WrittenConversations)] = none;
        return none;
    }

    public bool Contains(Guid conversationId)
    {
        lock (conversations)
        {
            return conversations.Contains(conversationId);
        }
    }

    public void Add(Guid conversationId)
    {
        lock (conversations)
        {
            if (conversations.Count == Most)
            {
                conversations.Clear();
            }

            conversations.Add(conversationId);
        }
    }
}
