using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OneVOne.Presence.Connections;

/// <summary>
/// Who is online, in Redis. A method has sent its command when it returns its task, and commands of one process arrive in
/// the order in which they were sent: <see cref="HeldPeople"/> relies on that.
/// </summary>
internal sealed class PresenceRegister(
    IConnectionMultiplexer redis, IOptions<PresenceOptions> options, TimeProvider time)
{
    private readonly PresenceOptions options = options.Value;
    private readonly RedisKey[] prefix = [options.Value.KeyPrefix];
    private readonly RedisKey online = options.Value.KeyPrefix + ":online";

    /// <summary>Whether a call failed because Redis is away, restarts or does not answer in time.</summary>
    public static bool IsAway(Exception exception) =>
        exception is RedisException or TimeoutException or ObjectDisposedException;

    public Task AcquireAsync(string lease) => RunAsync(PresenceScripts.Acquire, lease, Milliseconds(options.Lease));

    /// <summary>Null when the lease has ended: nothing was written.</summary>
    public async Task<IReadOnlyList<Change>?> HoldAsync(string lease, IEnumerable<(Guid UserId, bool IsActive)> people)
    {
        var reply = (RedisResult[]?)await RunAsync(
            PresenceScripts.Hold,
            [
                lease,
                Milliseconds(options.AnnounceWithin),
                .. people.SelectMany(person => new RedisValue[] { person.UserId.ToString(), person.IsActive ? "active" : "idle" }),
            ]);
        return (long)reply![0] == 0
            ? null
            : [.. reply.Skip(2).Select(user => new Change(Guid.Parse((string)user!), (string)reply[1]!, null))];
    }

    /// <summary>False when the lease has ended: nothing was written.</summary>
    public async Task<bool> LeaveAsync(string lease, Guid userId, TimeSpan grace) =>
        (long)await RunAsync(PresenceScripts.Leave, lease, Milliseconds(grace), userId.ToString()) == 1;

    /// <summary>Tells again of people who left, for a server that may not know of it.</summary>
    public Task LeftAsync(IEnumerable<(Guid UserId, DateTimeOffset At)> people) =>
        RunAsync(
            PresenceScripts.Left,
            [
                Milliseconds(options.OfflineAfter),
                .. people.SelectMany(person =>
                    new RedisValue[] { person.UserId.ToString(), person.At.ToUnixTimeMilliseconds() }),
            ]);

    /// <summary>Renews the lease and takes on what is due. Null when the lease has ended.</summary>
    public async Task<TickReply?> TickAsync(string lease)
    {
        var reply = (RedisResult[]?)await RunAsync(
            PresenceScripts.Tick,
            lease,
            Milliseconds(options.Lease),
            Milliseconds(options.OfflineAfter),
            Milliseconds(options.AnnounceWithin),
            PresenceLimits.RegisterBatch,
            Milliseconds(options.CountInterval));
        return (long)reply![0] == 0
            ? null
            : new TickReply(
                (long)reply[1],
                TellsCount: (long)reply[2] == 1,
                HasMore: (long)reply[3] == 1,
                [.. reply.Skip(5).Chunk(2).Select(change => new Change(
                    Guid.Parse((string)change[0]!), (string)reply[4]!, ReadTime((string?)change[1])))]);
    }

    /// <summary>Gives up a lease and lets go of whom it holds.</summary>
    public async Task ReleaseAsync(string lease, TimeSpan grace)
    {
        while ((long)await RunAsync(
            PresenceScripts.Release, lease, Milliseconds(grace), PresenceLimits.RegisterBatch) == 0)
        {
        }
    }

    /// <summary>Says that changes are announced; answers who has changed again since they were claimed.</summary>
    public async Task<IReadOnlyList<Guid>> ConfirmAsync(string claim, IEnumerable<Guid> userIds) =>
        [.. ((RedisResult[])(await RunAsync(
            PresenceScripts.Confirm, [claim, .. userIds.Select(id => (RedisValue)id.ToString())]))!)
            .Select(user => Guid.Parse((string)user!))];

    /// <summary>Who of these is online.</summary>
    public async Task<IReadOnlySet<Guid>> OnlineAmongAsync(IReadOnlyCollection<Guid> userIds)
    {
        var found = new HashSet<Guid>();
        foreach (var batch in userIds.Chunk(PresenceLimits.RegisterBatch))
        {
            var reply = (RedisResult[]?)await redis.GetDatabase()
                .ExecuteAsync("SMISMEMBER", [online, .. batch.Select(id => id.ToString())])
                .WaitAsync(options.RedisTimeout, time);
            found.UnionWith(batch.Where((_, index) => (long)reply![index] == 1));
        }

        return found;
    }

    private Task<RedisResult> RunAsync(string script, params RedisValue[] arguments) =>
        redis.GetDatabase().ScriptEvaluateAsync(script, prefix, arguments).WaitAsync(options.RedisTimeout, time);

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private static DateTimeOffset? ReadTime(string? milliseconds) =>
        string.IsNullOrEmpty(milliseconds)
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
}

/// <summary>A person came or went, and this process has claimed the announcement.</summary>
/// <param name="Claim">What <see cref="PresenceRegister.ConfirmAsync"/> needs; null for a repetition, which needs none.</param>
/// <param name="LastSeenAt">Of someone who went.</param>
internal sealed record Change(Guid UserId, string? Claim, DateTimeOffset? LastSeenAt);

/// <param name="Count">People on the site.</param>
/// <param name="TellsCount">This replica, and no other, tells everyone the count.</param>
/// <param name="HasMore">There was more than fits into one call.</param>
internal sealed record TickReply(long Count, bool TellsCount, bool HasMore, IReadOnlyList<Change> Changes);
