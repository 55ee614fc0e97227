using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Chat.Data;
using OneVOne.Contracts.Friends;

namespace OneVOne.Chat.Friendships;

/// <summary>
/// Keeps who is whose friend, which decides who may write to whom. The version of the pair orders beginnings and ends:
/// an end that arrives before its beginning stays the newer truth.
/// </summary>
internal sealed class RememberFriendshipConsumer(ChatDbContext database)
    : IConsumer<FriendRequestAccepted>, IConsumer<FriendshipEnded>
{
    public Task Consume(ConsumeContext<FriendRequestAccepted> context)
    {
        var accepted = context.Message;
        return RememberAsync(accepted.FromUserId, accepted.ToUserId, true, accepted.Version, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<FriendshipEnded> context)
    {
        var ended = context.Message;
        return RememberAsync(ended.UserId, ended.OtherUserId, false, ended.Version, context.CancellationToken);
    }

    private Task<int> RememberAsync(
        Guid one, Guid other, bool areFriends, long version, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO friendships (low_user_id, high_user_id, are_friends, version)
            VALUES (LEAST({one}, {other}), GREATEST({one}, {other}), {areFriends}, {version})
            ON CONFLICT (low_user_id, high_user_id) DO UPDATE
            SET are_friends = EXCLUDED.are_friends, version = EXCLUDED.version
            WHERE friendships.version < EXCLUDED.version
            """,
            cancellationToken);
}
