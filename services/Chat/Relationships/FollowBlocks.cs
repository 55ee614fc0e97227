using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using OneVOne.Chat.Data;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Chat.Relationships;

/// <summary>Lets a block take effect between two batches of messages, and tells the devices of who blocks.</summary>
internal sealed class FollowBlocks(ChatDbContext database, AfterCommit afterCommit, IHubContext<ChatHub, IChatClient> hub)
    : IRelationshipFollower
{
    public async Task RelationshipChangedAsync(
        Relationship before, Relationship after, CancellationToken cancellationToken)
    {
        // A batch holds this row until it has committed: what it writes was written before the change, and the next
        // batch, which waits for the row here, sees the change.
        await database.Database.ExecuteSqlAsync(
            $"""
            SELECT FROM conversations
            WHERE low_user_id = {after.LowUserId} AND high_user_id = {after.HighUserId}
            FOR NO KEY UPDATE
            """,
            cancellationToken);
        if (before.LowBlocksHigh != after.LowBlocksHigh)
        {
            Tell(after.LowUserId, new(after.HighUserId, after.LowBlocksHigh));
        }

        if (before.HighBlocksLow != after.HighBlocksLow)
        {
            Tell(after.HighUserId, new(after.LowUserId, after.HighBlocksLow));
        }
    }

    private void Tell(Guid blocker, BlockChanged change) =>
        afterCommit.Do(_ => hub.Clients.User(blocker.ToString()).BlocksChanged(change));
}
