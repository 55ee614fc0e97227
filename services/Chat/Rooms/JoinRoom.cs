using Microsoft.Extensions.Options;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>A person comes into an open room; who is in it already stays.</summary>
internal sealed class JoinRoom(ConversationActs acts, Memberships memberships, IOptions<RoomOptions> options)
{
    public async Task<Outcome<Conversation>> ExecuteAsync(
        CurrentUser me, Guid conversationId, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            "join_room($1, $2, $3, $4)",
            [
                new() { Value = conversationId },
                new() { Value = me.Id },
                new() { Value = me.Username },
                new() { Value = options.Value.MaxMembers },
            ],
            cancellationToken);
        return act.Verdict switch
        {
            "done" => await memberships.CameAsync(me.Id, conversationId, cancellationToken),
            "full" => RoomProblems.Full(options.Value.MaxMembers),
            var verdict => RoomProblems.Of(verdict),
        };
    }
}
