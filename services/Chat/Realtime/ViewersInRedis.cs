using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Realtime;
using StackExchange.Redis;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// What replicas tell each other of their viewers: one hash for each replica, conversation to people, that Redis
/// forgets soon after the replica has stopped renewing it. So its upkeep costs per replica, not per viewer.
/// </summary>
internal sealed class ViewersInRedis(IConnectionMultiplexer redis, IOptions<RedisBackplaneOptions> options)
{
    // A hash that is empty is gone; this field keeps the hash of a replica without viewers.
    private static readonly RedisValue Alive = "alive";

    private readonly string self = Guid.NewGuid().ToString("N");
    private readonly string prefix = $"{options.Value.ChannelPrefix}:chat:viewers";
    private List<string> others = [];

    private RedisKey Replicas => $"{prefix}:replicas";

    private RedisKey HashOf(string replica) => $"{prefix}:{replica}";

    /// <summary>
    /// Notes the viewers of one conversation. Does not wait: the calls of a connection keep their order, and what
    /// gets lost while Redis is away is written again with the next beat that finds the hash gone.
    /// </summary>
    public void Write(Guid conversationId, IReadOnlyList<Guid> userIds)
    {
        if (!redis.IsConnected)
        {
            return;
        }

        try
        {
            var database = redis.GetDatabase();
            if (userIds.Count == 0)
            {
                database.HashDelete(HashOf(self), Field(conversationId), CommandFlags.FireAndForget);
            }
            else
            {
                database.HashSet(HashOf(self), Field(conversationId), Text(userIds), flags: CommandFlags.FireAndForget);
            }
        }
        catch (RedisException)
        {
            // It went away between the question and the call.
        }
    }

    /// <summary>Renews this replica's hash and learns who the others are.</summary>
    /// <param name="local">All of this replica's viewers, for when Redis has lost them.</param>
    public async Task BeatAsync(Func<IReadOnlyList<(Guid ConversationId, Guid[] UserIds)>> local)
    {
        var database = redis.GetDatabase();
        if (!await database.KeyExpireAsync(HashOf(self), ChatLimits.ViewersLifetime))
        {
            var entries = local().Select(entry => new HashEntry(Field(entry.ConversationId), Text(entry.UserIds)));
            await database.HashSetAsync(HashOf(self), [.. entries, new HashEntry(Alive, "")]);
            await database.KeyExpireAsync(HashOf(self), ChatLimits.ViewersLifetime);
        }

        await database.SetAddAsync(Replicas, self);
        var living = new List<string>();
        var known = (await database.SetMembersAsync(Replicas)).Select(member => (string)member!);
        foreach (var replica in known.Where(id => id != self))
        {
            if (await database.KeyExistsAsync(HashOf(replica)))
            {
                living.Add(replica);
            }
            else
            {
                await database.SetRemoveAsync(Replicas, replica);
            }
        }

        others = living;
    }

    /// <summary>The other replicas' viewers of these conversations; none when Redis does not answer in time.</summary>
    public async Task<List<(Guid ConversationId, Guid UserId)>> ReadAsync(IReadOnlyCollection<Guid> conversationIds)
    {
        var found = new List<(Guid, Guid)>();
        if (others.Count == 0 || conversationIds.Count == 0 || !redis.IsConnected)
        {
            return found;
        }

        try
        {
            var database = redis.GetDatabase();
            RedisValue[] fields = [.. conversationIds.Select(Field)];
            var answers = await Task.WhenAll(others.Select(replica => database.HashGetAsync(HashOf(replica), fields)))
                .WaitAsync(ChatLimits.ViewersTimeout);
            foreach (var answer in answers)
            {
                found.AddRange(conversationIds.Zip(answer).SelectMany(pair => Read(pair.First, pair.Second)));
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            found.Clear();
        }

        return found;
    }

    /// <summary>A replica that stops in order does not leave its viewers behind for their lifetime.</summary>
    public async Task ForgetAsync()
    {
        await redis.GetDatabase().KeyDeleteAsync(HashOf(self));
        await redis.GetDatabase().SetRemoveAsync(Replicas, self);
    }

    private static RedisValue Field(Guid conversationId) => conversationId.ToString("N");

    private static RedisValue Text(IEnumerable<Guid> userIds) =>
        string.Join(',', userIds.Distinct().Select(id => id.ToString("N")));

    private static IEnumerable<(Guid, Guid)> Read(Guid conversationId, RedisValue userIds) =>
        ((string?)userIds ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => (conversationId, Guid.ParseExact(id, "N")));
}
