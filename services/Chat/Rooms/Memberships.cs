using Microsoft.AspNetCore.SignalR;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>What follows when somebody came into a room or went: their connections, on every replica, hear it or no longer do.</summary>
internal sealed class Memberships(
    ReadConversations conversations, ConversationGroups groups, IHubContext<ChatHub, IChatClient> hub)
{
    /// <summary>The room as who came sees it. Also when they had come before: an answer that got lost has the same effect.</summary>
    public async Task<Outcome<Conversation>> CameAsync(Guid userId, Guid conversationId, CancellationToken cancellationToken)
    {
        var found = await conversations.FindAsync(userId, conversationId, cancellationToken);
        if (found is { Problem: null, Value: { Kind: ConversationKind.Room } room })
        {
            // As of this number they were in it; whoever takes them out has a higher one.
            await groups.JoinAsync(userId, conversationId, room.HeadSeq);
            await TellAsync(userId, conversationId);
        }

        return found;
    }

    /// <param name="act">What took them out.</param>
    public async Task WentAsync(Guid userId, Guid conversationId, Act act)
    {
        if (act.Events is [var first, ..])
        {
            await groups.LeaveAsync(userId, conversationId, first.Seq);
            await TellAsync(userId, conversationId);
        }
    }

    /// <summary>The person's other devices read the conversation again, and find that it came, went or is another.</summary>
    public Task TellAsync(Guid userId, Guid conversationId) =>
        hub.Clients.User(userId.ToString()).ConversationChanged(new ChangedConversation(conversationId));
}
