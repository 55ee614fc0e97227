using OneVOne.Chat.Conversations;
using OneVOne.Chat.Occupancy;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Realtime;

/// <summary>Notes what a connection shows.</summary>
internal sealed class ViewConversation(
    ConversationAccess access, ConversationGroups groups, Viewers viewers, Viewing viewing)
{
    public async Task<Outcome<Done>> ExecuteAsync(
        string connectionId, Guid me, Guid? conversationId, CancellationToken cancellationToken)
    {
        if (conversationId is not { } id)
        {
            viewers.Leave(connectionId);
            await groups.LookAsync(connectionId, null);
            await viewing.LookAsync(connectionId, me, null);
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
            await groups.LookAsync(connectionId, null);
            // Of two, the number would tell whether the other is here, which is theirs to tell.
            await viewing.LookAsync(connectionId, me, null);
        }
        else
        {
            viewers.Leave(connectionId);
            await groups.LookAsync(connectionId, id);
            await viewing.LookAsync(connectionId, me, id);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            // It went in between, and what noted its going may have come too early.
            viewers.Leave(connectionId);
            await viewing.ForgetAsync(connectionId);
        }

        return Done.Instance;
    }
}
