using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Realtime;

/// <summary>Notes what a connection shows.</summary>
internal sealed class ViewConversation(ConversationAccess access, Viewers viewers)
{
    public async Task<Outcome<Done>> ExecuteAsync(
        string connectionId, Guid me, Guid? conversationId, CancellationToken cancellationToken)
    {
        if (conversationId is not { } id)
        {
            viewers.Leave(connectionId);
            return Done.Instance;
        }

        if (await access.FindAsync(me, id, cancellationToken) is not { } membership)
        {
            return ConversationProblems.NotFound;
        }

        // Nobody is notified of the public room, so who looks at it is of no use to anyone.
        if (membership.Kind == ConversationKind.Direct)
        {
            viewers.Look(connectionId, me, id);
        }
        else
        {
            viewers.Leave(connectionId);
        }

        return Done.Instance;
    }
}
