using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;
using OneVOne.ServiceDefaults.Realtime;
using StackExchange.Redis;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// Passes on that someone types: ephemeral, and at most once in a while for each person and conversation.
/// </summary>
internal sealed class SignalTyping(
    ConversationAccess access,
    IHubContext<ChatHub, IChatClient> hub,
    IConnectionMultiplexer redis,
    IOptions<RedisBackplaneOptions> backplane,
    TimeProvider time)
{
    public async Task<Outcome<Done>> ExecuteAsync(
        CurrentUser me, string connectionId, Guid conversationId, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(me.Id, conversationId, cancellationToken) is not { } membership)
        {
            return ConversationProblems.NotFound;
        }

        if (!membership.MayWrite)
        {
            return ConversationProblems.NotAllowed;
        }

        // Who is asked shows nothing of themselves before they answer, and does not hear more of who asks than is written.
        if (!membership.IsRequest && await IsFirstAsync(me.Id, conversationId, cancellationToken))
        {
            var until = time.GetUtcNow() + ChatLimits.TypingShown;
            var others = membership.PeerId is { } peer
                ? hub.Clients.User(peer.ToString())
                : hub.Clients.GroupExcept(
                    ChatGroups.Conversation(conversationId),
                    [connectionId, .. membership.Deaf.Select(userId => userId.ToString())]);
            await others.Typing(new TypingStarted(conversationId, me.Id, me.Username, until));
        }

        return Done.Instance;
    }

    /// <summary>
    /// In Redis, as the person's devices may be on several replicas. Without Redis nobody else would hear it anyway.
    /// </summary>
    private async Task<bool> IsFirstAsync(Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        try
        {
            var key = $"{backplane.Value.ChannelPrefix}:chat:typing:{conversationId:N}:{me:N}";
            return await redis.GetDatabase().StringSetAsync(key, "", ChatLimits.TypingInterval, When.NotExists)
                .WaitAsync(backplane.Value.RedisTimeout, time, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }
}
