using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>A person goes from a room; the last one who goes ends it.</summary>
internal sealed class LeaveRoom(ConversationActs acts, Memberships memberships)
{
    /// <summary>Null when it is done.</summary>
    public async Task<Problem?> ExecuteAsync(Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            "leave_room($1, $2)", [new() { Value = conversationId }, new() { Value = me }], cancellationToken);
        if (!act.IsDone)
        {
            return RoomProblems.Of(act.Verdict);
        }

        await memberships.WentAsync(me, conversationId, act);
        return null;
    }

    /// <summary>From all rooms, as the account ends.</summary>
    public async Task LeaveAllAsync(Guid me, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync("leave_all_rooms($1)", [new() { Value = me }], cancellationToken);
        foreach (var room in act.Events.GroupBy(happened => happened.ConversationId))
        {
            await memberships.WentAsync(me, room.Key, act with { Events = [.. room] });
        }
    }
}
