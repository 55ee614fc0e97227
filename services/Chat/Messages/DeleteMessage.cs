using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Deletes a message for everyone: its author, or who keeps order where it was written. It keeps its number, loses all that
/// it said, and never comes back.
/// </summary>
internal sealed class DeleteMessage(ConversationActs acts)
{
    public async Task<Outcome<Done>> ExecuteAsync(CurrentUser me, Guid messageId, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            "delete_message($1, $2, $3, $4)",
            [.. ChangeMessage.Actor(messageId, me), ChangeMessage.IsModerator(me)],
            cancellationToken);
        return act.IsDone ? Done.Instance : MessageProblems.Of(act.Verdict);
    }
}
