using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OneVOne.Chat.Data;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Chat.Relationships;

/// <summary>Between friends nothing is a request: one that waits is settled in the transaction that knows of the friendship.</summary>
internal sealed class FollowFriendships(ChatDbContext database, AfterCommit afterCommit, ConversationActs acts)
    : IRelationshipFollower
{
    public async Task RelationshipChangedAsync(
        Relationship before, Relationship after, CancellationToken cancellationToken)
    {
        if (before.AreFriends || !after.AreFriends)
        {
            return;
        }

        var tell = await acts.ExecuteWithinAsync(
            (NpgsqlTransaction)database.Database.CurrentTransaction!.GetDbTransaction(),
            "settle_request_of_friends($1, $2)",
            [new() { Value = after.LowUserId }, new() { Value = after.HighUserId }],
            cancellationToken);
        afterCommit.Do(_ =>
        {
            tell();
            return Task.CompletedTask;
        });
    }
}
